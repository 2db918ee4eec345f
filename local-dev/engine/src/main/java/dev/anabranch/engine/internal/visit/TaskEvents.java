package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.definition.Resource;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.value.SentJson;
import org.jspecify.annotations.Nullable;

/**
 * The events of one attempt of a Task state: {@code LambdaFunction...} for a function ARN, {@code Task...} for an
 * integration.
 */
final class TaskEvents {

    private final Strand strand;
    private final Resource resource;
    private final boolean function;

    TaskEvents(Strand strand, Resource resource) {
        this.strand = strand;
        this.resource = resource;
        this.function = resource.kind() == Resource.Kind.FUNCTION;
    }

    void scheduled(JsonNode arguments, @Nullable Long timeout, @Nullable Long heartbeat, String region) {
        if (function) {
            record(
                    "Scheduled",
                    EventDetails.empty()
                            .with("resource", resource.arn())
                            .payload("input", arguments, strand.execution().spec()::textOf)
                            .with("timeoutInSeconds", timeout));
        } else {
            record(
                    "Scheduled",
                    identity()
                            .with("region", region)
                            .json("parameters", arguments)
                            .with("timeoutInSeconds", timeout)
                            .with("heartbeatInSeconds", heartbeat));
        }
    }

    void started() {
        record("Started", function ? EventDetails.NONE : identity());
    }

    void submitted(JsonNode output) {
        record("Submitted", identity().payload("output", output, SentJson::text));
    }

    void succeeded(JsonNode result) {
        record("Succeeded", (function ? EventDetails.empty() : identity()).payload("output", result, SentJson::text));
    }

    void failed(StateFailure failure) {
        record("Failed", withFailure(failure));
    }

    void timedOut(StateFailure failure) {
        record("TimedOut", withFailure(failure));
    }

    private EventDetails withFailure(StateFailure failure) {
        return (function ? EventDetails.empty() : identity())
                .with("error", failure.error())
                .with("cause", failure.cause());
    }

    private EventDetails identity() {
        return EventDetails.empty()
                .with("resourceType", resource.service())
                .with("resource", resource.action() + resource.pattern().suffix());
    }

    private void record(String event, EventDetails details) {
        strand.record(EventType.of((function ? "LambdaFunction" : "Task") + event), details);
    }
}
