package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.StateMachine;
import java.util.Map;

/** Publishing, listing and deleting versions. */
final class VersionOperations {

    private final Versions versions;

    VersionOperations(Versions versions) {
        this.versions = versions;
    }

    void register(Map<String, Operation> operations) {
        operations.put("PublishStateMachineVersion", this::publish);
        operations.put("ListStateMachineVersions", this::list);
        operations.put("DeleteStateMachineVersion", this::delete);
    }

    private ObjectNode publish(Request request) {
        StateMachine machine = versions.current(request.required("stateMachineArn"));
        String revision = request.text("revisionId");
        if (revision != null && !revision.equals(Versions.revision(machine))) {
            throw new ApiException(
                    "ConflictException",
                    "Failed to publish the State Machine version for revision " + revision
                            + ". The current State Machine" + " revision is " + Versions.revision(machine) + ".");
        }
        Versions.Version version = versions.publish(machine, request.text("description"));
        return shown(version);
    }

    private ObjectNode list(Request request) {
        return Pages.page(
                Json.object(),
                "stateMachineVersions",
                request,
                versions.of(request.required("stateMachineArn")),
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
