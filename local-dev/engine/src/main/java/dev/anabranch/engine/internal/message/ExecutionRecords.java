package dev.anabranch.engine.internal.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.History;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.engine.internal.port.ExecutionOrigin;
import dev.anabranch.engine.internal.value.SentJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal records of an execution: its start, its messages in order, and its end. The messages of a succeeded
 * execution are removed.
 */
public final class ExecutionRecords {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String KIND = "k";
    private static final String SENT = "sentInput";
    private static final String SENT_OUTPUT = "sentOutput";
    private static final String UNTOUCHED = "outputIsInput";
    private static final long UNKNOWN = -1;

    /** The prefix of the keys of executions. */
    public static final String PREFIX = "execution/";

    private ExecutionRecords() {}

    /** Returns the journal key of an execution. */
    public static String key(String executionArn) {
        return PREFIX + executionArn;
    }

    /** The kind of a record. */
    public enum Kind {
        /** The start of the execution. */
        BEGIN,
        /** A message that the execution handled. */
        MESSAGE,
        /** The end of the execution. */
        END
    }

    /** Parses a record. */
    public static ObjectNode parse(byte[] bytes) {
        try {
            return (ObjectNode) MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("A record of an execution cannot be read.", e);
        }
    }

    /** Returns the kind of a record. */
    public static Kind kind(JsonNode json) {
        return Kind.valueOf(json.path(KIND).asText());
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A record of an execution cannot be written.", impossible);
        }
    }

    /**
     * Returns the record of the start of an execution.
     *
     * @param definition the hash of the definition, or null for a child, which has the definition of its parent
     * @param callId the id of the call that started it, or null
     */
    public static byte[] begin(
            ExecutionSpec spec, ExecutionOrigin origin, @Nullable String definition, @Nullable String callId) {
        ObjectNode json = MAPPER.createObjectNode().put(KIND, Kind.BEGIN.name());
        json.put("seed", origin.seed()).put("start", origin.startDate().toString());
        if (spec.mapRunArn() != null) {
            return bytes(json.put("mapRun", spec.mapRunArn()));
        }
        spec(json, spec);
        json.put("definition", definition);
        json.put("bytes", spec.definitionBytes());
        return bytes(json.put("call", callId));
    }

    /** Returns the origin in a start record. */
    public static ExecutionOrigin origin(JsonNode begin) {
        return new ExecutionOrigin(
                begin.path("seed").asLong(), Instant.parse(begin.path("start").asText()));
    }

    private static void spec(ObjectNode json, ExecutionSpec spec) {
        json.put("arn", spec.arn()).put("name", spec.name());
        json.put("machine", spec.stateMachineArn()).put("machineName", spec.stateMachineName());
        json.put("role", spec.roleArn()).put("timeout", spec.timeoutSeconds());
        json.set("input", spec.input());
        json.put(SENT, spec.sentInput());
        json.put("express", spec.express()).put("kept", spec.historyKept()).put("mapRun", spec.mapRunArn());
    }

    /** Returns the spec in a start or end record. */
    public static ExecutionSpec spec(JsonNode json) {
        return new ExecutionSpec(
                json.path("arn").asText(),
                json.path("name").asText(),
                json.path("machine").asText(),
                json.path("machineName").asText(),
                json.path("role").asText(),
                json.hasNonNull("timeout") ? (Long) json.get("timeout").asLong() : null,
                json.path("bytes").asLong(),
                json.path("input"),
                text(json, SENT),
                json.path("express").asBoolean(),
                json.path("kept").asBoolean(),
                text(json, "mapRun"));
    }

    /**
     * Returns the record of a message.
     *
     * @param lastEvent the id of the last event before the message
     */
    static byte[] message(ExecutionMessage message, Instant time, long lastEvent) {
        ObjectNode json = ExecutionMessageJson.write(message).put(KIND, Kind.MESSAGE.name());
        return bytes(json.put("t", time.toString()).put("e", lastEvent));
    }

    /** Returns the record of a message that stops an execution which is not in memory. */
    public static byte[] stop(Instant time) {
        return message(new ExecutionMessage.Stop(null, null), time, UNKNOWN);
    }

    static Instant time(JsonNode message) {
        return Instant.parse(message.path("t").asText());
    }

    /** Returns true if the history has the same length as when the message was recorded. */
    static boolean follows(JsonNode message, long lastEvent) {
        long before = message.path("e").asLong();
        return before == UNKNOWN || before == lastEvent;
    }

    /** Returns the record of the end of an execution. */
    public static byte[] end(ExecutionSnapshot snapshot, History history) {
        ObjectNode json = MAPPER.createObjectNode().put(KIND, Kind.END.name());
        spec(json, snapshot.spec());
        json.put("status", snapshot.status().name());
        json.put("start", snapshot.startDate().toString());
        json.put(
                "stop", snapshot.stopDate() == null ? null : snapshot.stopDate().toString());
        if (snapshot.output() != null) {
            json.set("output", snapshot.output());
            json.put(UNTOUCHED, snapshot.spec().isInput(snapshot.output()));
            if (SentJson.hasText(snapshot.output())) {
                json.put(SENT_OUTPUT, SentJson.text(snapshot.output()));
            }
        }
        json.put("error", snapshot.error()).put("cause", snapshot.cause());
        json.put("redrives", snapshot.redriveCount());
        json.put(
                "redrive",
                snapshot.redriveDate() == null ? null : snapshot.redriveDate().toString());
        if (snapshot.spec().historyKept()) {
            json.put("history", history.packedBytes());
        }
        return bytes(json);
    }

    /** Returns the snapshot in an end record. */
    public static ExecutionSnapshot snapshot(JsonNode end) {
        ExecutionSpec spec = spec(end);
        return new ExecutionSnapshot(
                spec,
                ExecutionStatus.valueOf(end.path("status").asText()),
                Instant.parse(end.path("start").asText()),
                instant(end, "stop"),
                end.path(UNTOUCHED).asBoolean() ? spec.input() : output(end),
                text(end, "error"),
                text(end, "cause"),
                end.path("redrives").asInt(),
                instant(end, "redrive"));
    }

    private static @Nullable JsonNode output(JsonNode end) {
        JsonNode output = end.get("output");
        return output == null || !end.has(SENT_OUTPUT)
                ? output
                : SentJson.of(output, end.get(SENT_OUTPUT).asText());
    }

    /** Returns the history in an end record; empty if the history was not kept. */
    public static List<HistoryEvent> history(JsonNode end) {
        try {
            return end.hasNonNull("history")
                    ? History.unpacked(end.get("history").binaryValue())
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("The history of an execution cannot be read.", e);
        }
    }

    private static @Nullable Instant instant(JsonNode json, String name) {
        return json.hasNonNull(name) ? Instant.parse(json.get(name).asText()) : null;
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }
}
