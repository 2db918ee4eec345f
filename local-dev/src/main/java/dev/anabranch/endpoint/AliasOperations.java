package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Creating, changing, describing, listing and deleting aliases. */
final class AliasOperations {

    private final Versions versions;

    AliasOperations(Versions versions) {
        this.versions = versions;
    }

    void register(Map<String, Operation> operations) {
        operations.put("CreateStateMachineAlias", this::create);
        operations.put("UpdateStateMachineAlias", this::update);
        operations.put("DescribeStateMachineAlias", this::describe);
        operations.put("ListStateMachineAliases", this::list);
        operations.put("DeleteStateMachineAlias", this::delete);
    }

    private ObjectNode create(Request request) {
        Versions.Alias alias = versions.createAlias(
                request.required("name"), request.text("description"), routes(request.node("routingConfiguration")));
        return Json.object()
                .put("stateMachineAliasArn", alias.arn())
                .put("creationDate", Json.seconds(alias.created()));
    }

    private ObjectNode update(Request request) {
        JsonNode routing = request.node("routingConfiguration");
        Versions.Alias alias = versions.updateAlias(
                request.required("stateMachineAliasArn"),
                request.text("description"),
                routing.isArray() ? routes(routing) : null);
        return Json.object().put("updateDate", Json.seconds(alias.updated()));
    }

    private ObjectNode describe(Request request) {
        Versions.Alias alias = versions.alias(request.required("stateMachineAliasArn"));
        ObjectNode answer = Json.object().put("stateMachineAliasArn", alias.arn());
        answer.put("name", alias.name());
        if (alias.description() != null) {
            answer.put("description", alias.description());
        }
        ArrayNode routing = answer.putArray("routingConfiguration");
        for (Versions.Route route : alias.routes()) {
            routing.addObject()
                    .put("stateMachineVersionArn", route.versionArn())
                    .put("weight", route.weight());
        }
        answer.put("creationDate", Json.seconds(alias.created()));
        return answer.put("updateDate", Json.seconds(alias.updated()));
    }

    private ObjectNode list(Request request) {
        return Pages.page(
                Json.object(),
                "stateMachineAliases",
                request,
                versions.aliasesOf(request.required("stateMachineArn")),
                alias -> Json.object()
                        .put("stateMachineAliasArn", alias.arn())
                        .put("creationDate", Json.seconds(alias.created())));
    }

    private ObjectNode delete(Request request) {
        versions.deleteAlias(request.required("stateMachineAliasArn"));
        return Json.object();
    }

    private static List<Versions.Route> routes(JsonNode routing) {
        List<Versions.Route> routes = new ArrayList<>();
        for (JsonNode route : routing) {
            routes.add(new Versions.Route(
                    route.path("stateMachineVersionArn").asText(),
                    route.path("weight").asInt()));
        }
        return routes;
    }
}
