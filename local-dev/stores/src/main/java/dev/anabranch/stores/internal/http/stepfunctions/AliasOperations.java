package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Implements the operations on aliases. */
final class AliasOperations {

    private final StateMachineVersions versions;

    AliasOperations(StateMachineVersions versions) {
        this.versions = versions;
    }

    void register(Map<String, JsonOperation> operations) {
        operations.put("CreateStateMachineAlias", this::create);
        operations.put("UpdateStateMachineAlias", this::update);
        operations.put("DescribeStateMachineAlias", this::describe);
        operations.put("ListStateMachineAliases", this::list);
        operations.put("DeleteStateMachineAlias", this::delete);
    }

    private ObjectNode create(JsonRequest request) {
        StateMachineVersions.Alias alias = versions.createAlias(
                request.required("name"), request.text("description"), routes(request.node("routingConfiguration")));
        return ProtocolJson.object()
                .put("stateMachineAliasArn", alias.arn())
                .put("creationDate", ProtocolJson.seconds(alias.created()));
    }

    private ObjectNode update(JsonRequest request) {
        JsonNode routing = request.node("routingConfiguration");
        StateMachineVersions.Alias alias = versions.updateAlias(
                request.arnOf("stateMachineAliasArn", "stateMachine"),
                request.text("description"),
                routing.isArray() ? routes(routing) : null);
        return ProtocolJson.object().put("updateDate", ProtocolJson.seconds(alias.updated()));
    }

    private ObjectNode describe(JsonRequest request) {
        StateMachineVersions.Alias alias = versions.alias(request.arnOf("stateMachineAliasArn", "stateMachine"));
        ObjectNode answer = ProtocolJson.object().put("stateMachineAliasArn", alias.arn());
        answer.put("name", alias.name());
        if (alias.description() != null) {
            answer.put("description", alias.description());
        }
        ArrayNode routing = answer.putArray("routingConfiguration");
        for (StateMachineVersions.Route route : alias.routes()) {
            routing.addObject()
                    .put("stateMachineVersionArn", route.versionArn())
                    .put("weight", route.weight());
        }
        answer.put("creationDate", ProtocolJson.seconds(alias.created()));
        return answer.put("updateDate", ProtocolJson.seconds(alias.updated()));
    }

    private ObjectNode list(JsonRequest request) {
        return ListPages.page(
                ProtocolJson.object(),
                "stateMachineAliases",
                request,
                versions.aliasesOf(request.arnOf("stateMachineArn", "stateMachine")),
                alias -> ProtocolJson.object()
                        .put("stateMachineAliasArn", alias.arn())
                        .put("creationDate", ProtocolJson.seconds(alias.created())));
    }

    private ObjectNode delete(JsonRequest request) {
        versions.deleteAlias(request.arnOf("stateMachineAliasArn", "stateMachine"));
        return ProtocolJson.object();
    }

    private static List<StateMachineVersions.Route> routes(JsonNode routing) {
        List<StateMachineVersions.Route> routes = new ArrayList<>();
        for (JsonNode route : routing) {
            routes.add(new StateMachineVersions.Route(
                    JsonRequest.checkedArn(route.path("stateMachineVersionArn").asText()),
                    route.path("weight").asInt()));
        }
        return routes;
    }
}
