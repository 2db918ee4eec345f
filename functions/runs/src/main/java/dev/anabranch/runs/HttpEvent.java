package dev.anabranch.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Converts the events of an HTTP API to requests, and responses to results, in the payload format 2.0
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
 */
final class HttpEvent {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String VERSION = "2.0";
    private static final String DEFAULT_STAGE = "$default";

    /**
     * The largest body that is sent as JSON text, in which escapes can take up to six times the bytes. Larger bodies
     * are sent in Base64.
     */
    private static final int LARGEST_TEXT = 512 * 1024;

    private HttpEvent() {}

    static ApiRequest read(InputStream event) throws IOException {
        JsonNode json = JSON.readTree(event);
        JsonNode context = json.path("requestContext");
        if (!json.path("version").asText().equals(VERSION)
                || !context.path("http").isObject()) {
            throw new IllegalArgumentException("The event is not a request in the payload format " + VERSION
                    + ". Set this format on the integration of the HTTP API.");
        }
        Map<String, String> headers = new HashMap<>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        String base = base(json.path("rawPath").asText(), context.path("stage").asText(DEFAULT_STAGE));
        return new ApiRequest(
                context.path("requestId").asText(),
                context.path("http").path("method").asText().toUpperCase(Locale.ROOT),
                base,
                json.path("rawPath").asText().substring(base.length()),
                json.path("rawQueryString").asText(),
                headers,
                body(json));
    }

    /** Returns the prefix of the path: a stage other than the default one is the first segment of every path. */
    private static String base(String path, String stage) {
        return !stage.equals(DEFAULT_STAGE) && (path + "/").startsWith("/" + stage + "/") ? "/" + stage : "";
    }

    private static byte[] body(JsonNode json) {
        String body = json.path("body").asText("");
        return json.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] write(ApiResponse response) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("statusCode", response.status());
        ObjectNode headers = json.putObject("headers");
        // API Gateway sets Content-Length itself and rejects a response that has one.
        response.headers().forEach((name, value) -> {
            if (!name.equals("Content-Length")) {
                headers.put(name, value);
            }
        });
        boolean isLarge = response.body().length > LARGEST_TEXT;
        json.put("isBase64Encoded", isLarge)
                .put(
                        "body",
                        isLarge
                                ? Base64.getEncoder().encodeToString(response.body())
                                : new String(response.body(), StandardCharsets.UTF_8));
        return JSON.writeValueAsBytes(json);
    }
}
