package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;

/** Compares every answer with the OpenAPI document: its status, media type and body must be in the document. */
final class Answers {

    private static final JsonNode DOCUMENT = document();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Map<String, Schema> schemas = new HashMap<>();

    static JsonNode document() {
        try {
            return new JsonMapper().readTree(new String(WorkflowRoutes.openApi(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError("The document is not JSON.", e);
        }
    }

    /** Resolves a reference; returns other JSON unchanged. */
    static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
    }

    void check(ApiRequest request, ApiResponse response) {
        String method =
                request.method().equals("HEAD") ? "get" : request.method().toLowerCase(java.util.Locale.ROOT);
        JsonNode operation = operation(request.path(), method);
        if (operation.isMissingNode()) {
            assertThat(response.status())
                    .as("status of a path that does not exist")
                    .isIn(204, 404, 405);
            return;
        }
        JsonNode said = resolved(operation.path("responses").path(Integer.toString(response.status())));
        assertThat(said.isMissingNode())
                .as(
                        "%s %s answers %s, which its description leaves out: %s",
                        request.method(),
                        request.path(),
                        response.status(),
                        new String(response.body(), StandardCharsets.UTF_8))
                .isFalse();
        if (response.body().length == 0) {
            return;
        }
        String mediaType = response.headers().getOrDefault("Content-Type", "");
        assertThat(said.path("content").has(mediaType)).as(mediaType).isTrue();
        String body = new String(response.body(), StandardCharsets.UTF_8);
        assertThat(schema(said.path("content").path(mediaType).path("schema")).validate(body, InputFormat.JSON))
                .as("%s %s: %s", request.method(), request.path(), body)
                .isEmpty();
    }

    private static JsonNode operation(String path, String method) {
        String[] segments = path.split("/", -1);
        for (Entry<String, JsonNode> entry : DOCUMENT.path("paths").properties()) {
            String[] parts = entry.getKey().split("/", -1);
            boolean fits = parts.length == segments.length;
            for (int i = 0; i < parts.length && fits; i++) {
                fits = parts[i].startsWith("{")
                        || PercentText.decode(segments[i]).map(parts[i]::equals).orElse(false);
            }
            if (fits) {
                return entry.getValue().path(method);
            }
        }
        return DOCUMENT.path("nowhere");
    }

    private Schema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = schema.isObject() ? schema.deepCopy() : new JsonMapper().createObjectNode();
            whole.set("$defs", DOCUMENT.at("/components/schemas"));
            return SCHEMAS.getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"), InputFormat.JSON);
        });
    }
}
