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
    private final Types types;
    private final String action;

    TaskEvents(Strand strand, Resource resource) {
        this.strand = strand;
        this.resource = resource;
        this.function = resource.kind() == Resource.Kind.FUNCTION;
        this.types = function ? Types.FUNCTION : Types.INTEGRATION;
        String suffix = resource.pattern().suffix();
        this.action = suffix.isEmpty() ? resource.action() : resource.action() + suffix;
    }

    void scheduled(JsonNode arguments, @Nullable Long timeout, @Nullable Long heartbeat, String region) {
        if (function) {
            record(
                    types.scheduled(),
                    strand.execution()
                            .details()
                            .with("resource", resource.arn())
                            .payload("input", arguments, strand.execution().spec()::textOf)
                            .with("timeoutInSeconds", timeout));
        } else {
            record(
                    types.scheduled(),
                    identity()
                            .with("region", region)
                            .json("parameters", arguments)
                            .with("timeoutInSeconds", timeout)
                            .with("heartbeatInSeconds", heartbeat));
        }
    }

    void started() {
        record(types.started(), function ? EventDetails.NONE : identity());
    }

    void submitted(JsonNode output) {
        record(types.submitted(), identity().payload("output", output, SentJson::text));
    }

    void succeeded(JsonNode result) {
        record(
                types.succeeded(),
                (function ? strand.execution().details() : identity()).payload("output", result, SentJson::text));
    }

    void failed(StateFailure failure) {
        record(types.failed(), withFailure(failure));
    }

    void timedOut(StateFailure failure) {
        record(types.timedOut(), withFailure(failure));
    }

    private EventDetails withFailure(StateFailure failure) {
        return (function ? strand.execution().details() : identity())
                .with("error", failure.error())
                .with("cause", failure.cause());
    }

    private EventDetails identity() {
        return strand.execution()
                .details()
                .with("resourceType", resource.service())
                .with("resource", action);
    }

    private void record(EventType type, EventDetails details) {
        strand.record(type, details);
    }

    private record Types(
            EventType scheduled,
            EventType started,
            EventType submitted,
            EventType succeeded,
            EventType failed,
            EventType timedOut) {

        static final Types FUNCTION = of("LambdaFunction");
        static final Types INTEGRATION = of("Task");

        private static Types of(String prefix) {
            return new Types(
                    EventType.of(prefix + "Scheduled"),
                    EventType.of(prefix + "Started"),
                    EventType.of(prefix + "Submitted"),
                    EventType.of(prefix + "Succeeded"),
                    EventType.of(prefix + "Failed"),
                    EventType.of(prefix + "TimedOut"));
        }
    }
}
