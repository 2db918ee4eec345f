package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.Map;
import java.util.Objects;

/** Implements the operations on versions. */
final class VersionOperations {

    private final StateMachineVersions versions;

    VersionOperations(StateMachineVersions versions) {
        this.versions = versions;
    }

    /** The revision ID that requests use for a state machine that was never updated. */
    private static final String UNCHANGED = "INITIAL";

    void register(Map<String, JsonOperation> operations) {
        operations.put("PublishStateMachineVersion", this::publish);
        operations.put("ListStateMachineVersions", this::list);
        operations.put("DeleteStateMachineVersion", this::delete);
    }

    private ObjectNode publish(JsonRequest request) {
        StateMachine machine = versions.current(request.arnOf("stateMachineArn", "stateMachine"));
        String revision = request.text("revisionId");
        String current = Objects.requireNonNullElse(StateMachineVersions.revision(machine), UNCHANGED);
        if (revision != null && !revision.equals(current)) {
            throw new ApiException(
                    "ConflictException",
                    "Failed to publish the State Machine version for revision " + revision
                            + ". The current State Machine revision is " + current + ".");
        }
        StateMachineVersions.Version version = versions.publish(machine, request.text("description"));
        return shown(version);
    }

    private ObjectNode list(JsonRequest request) {
        return ListPages.page(
                ProtocolJson.object(),
                "stateMachineVersions",
                request,
                versions.of(request.arnOf("stateMachineArn", "stateMachine")),
                VersionOperations::shown);
    }

    private ObjectNode delete(JsonRequest request) {
        versions.delete(request.arnOf("stateMachineVersionArn", "stateMachine"));
        return ProtocolJson.object();
    }

    private static ObjectNode shown(StateMachineVersions.Version version) {
        return ProtocolJson.object()
                .put("stateMachineVersionArn", version.arn())
                .put("creationDate", ProtocolJson.seconds(version.created()));
    }
}
