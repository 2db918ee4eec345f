package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.StateMachine;
import java.util.Map;
import java.util.Objects;

/** Publishing, listing and deleting versions. */
final class VersionOperations {

    private final Versions versions;

    VersionOperations(Versions versions) {
        this.versions = versions;
    }

    /** What a request calls the revision of a state machine that was never updated. */
    private static final String UNCHANGED = "INITIAL";

    void register(Map<String, Operation> operations) {
        operations.put("PublishStateMachineVersion", this::publish);
        operations.put("ListStateMachineVersions", this::list);
        operations.put("DeleteStateMachineVersion", this::delete);
    }

    private ObjectNode publish(Request request) {
        StateMachine machine = versions.current(request.arn("stateMachineArn"));
        String revision = request.text("revisionId");
        String current = Objects.requireNonNullElse(Versions.revision(machine), UNCHANGED);
        if (revision != null && !revision.equals(current)) {
            throw new ApiException(
                    "ConflictException",
                    "Failed to publish the State Machine version for revision " + revision
                            + ". The current State Machine revision is " + current + ".");
        }
        Versions.Version version = versions.publish(machine, request.text("description"));
        return shown(version);
    }

    private ObjectNode list(Request request) {
        return Pages.page(
                Json.object(),
                "stateMachineVersions",
                request,
                versions.of(request.arn("stateMachineArn")),
                VersionOperations::shown);
    }

    private ObjectNode delete(Request request) {
        versions.delete(request.required("stateMachineVersionArn"));
        return Json.object();
    }

    private static ObjectNode shown(Versions.Version version) {
        return Json.object()
                .put("stateMachineVersionArn", version.arn())
                .put("creationDate", Json.seconds(version.created()));
    }
}
