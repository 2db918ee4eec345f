package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.api.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The routes for the workflows and the OpenAPI document. */
final class WorkflowRoutes {

    static final String DOCUMENT = "openapi.json";

    private final List<ServedWorkflow> workflows;

    WorkflowRoutes(List<ServedWorkflow> workflows) {
        this.workflows = workflows;
    }

    List<Route> all() {
        return List.of(
                new Route("GET", "/openapi.json", Set.of(), call -> document()),
                new Route("GET", "/workflows", Set.of(), call -> list()),
                new Route("GET", "/workflows/{workflow}", Set.of(), call -> get(call.variable())));
    }

    private static ApiResponse document() {
        return ApiResponse.of(200, ApiResponse.JSON, openApi());
    }

    static byte[] openApi() {
        try (InputStream in = Objects.requireNonNull(WorkflowRoutes.class.getResourceAsStream(DOCUMENT))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The OpenAPI document cannot be read.", e);
        }
    }

    private ApiResponse list() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        workflows.forEach(workflow -> items.addObject().put("name", workflow.name()));
        return ApiResponse.json(200, json);
    }

    private ApiResponse get(String name) {
        ServedWorkflow workflow = find(workflows, name);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", workflow.name());
        json.set("inputSchema", workflow.inputSchema());
        json.set("outputSchema", workflow.outputSchema());
        json.putObject("answerSchemas").setAll(workflow.answerSchemas());
        return ApiResponse.json(200, json);
    }

    static ServedWorkflow find(List<ServedWorkflow> workflows, String name) {
        return workflows.stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        Kind.NOT_FOUND,
                        "There is no workflow `" + QueryParameters.cut(name) + "`. `/workflows` lists all workflows."));
    }
}
