package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import java.time.Instant;
import java.util.List;

/** Invocations as a state machine would send them. */
public final class Calls {

    public static final Instant ENTERED = Instant.parse("2026-01-01T12:00:00Z");
    public static final Reply VALUE = new Reply.Single(16_384);
    public static final Reply NOTHING = new Reply.Nothing();

    private Calls() {}

    /** Returns the first attempt at an action outside any fan-out. */
    public static Invocation call(String inputJson, Reply reply) {
        return call(new Wire.Value(json(inputJson)), reply);
    }

    public static Invocation call(Wire input, Reply reply) {
        return new Invocation(new RunRef("run-1"), "land-cover", "classify", List.of(), ENTERED, 0, 60, input, reply);
    }

    /** Returns a retry of the same action. */
    public static Invocation retry(Invocation call, int retry) {
        return new Invocation(
                call.run(),
                call.workflow(),
                call.node(),
                call.path(),
                call.entered(),
                retry,
                call.timeoutSeconds(),
                call.input(),
                call.reply());
    }

    /** Returns the same call for one item of a fan-out. */
    public static Invocation at(Invocation call, Long... path) {
        return new Invocation(
                call.run(),
                call.workflow(),
                call.node(),
                List.of(path),
                call.entered(),
                call.retry(),
                call.timeoutSeconds(),
                call.input(),
                call.reply());
    }

    public static JsonNode json(String text) {
        try {
            return TaskJson.tree().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
