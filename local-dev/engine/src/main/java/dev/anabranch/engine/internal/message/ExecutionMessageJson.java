package dev.anabranch.engine.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.value.SentJson;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes messages for the journal. A null is omitted, unlike a JSON null, which is written. */
final class ExecutionMessageJson {

    private static final String TYPE = "m";
    private static final String TEXT = "text";

    private ExecutionMessageJson() {}

    static ObjectNode write(ExecutionMessage message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (message instanceof ExecutionMessage.Stop stop) {
            failure(json.put(TYPE, "stop"), stop.error(), stop.cause());
        } else if (message instanceof ExecutionMessage.Redrive) {
            json.put(TYPE, "redrive");
        } else if (message instanceof ExecutionMessage.Due due) {
            json.put(TYPE, "due").put("id", due.pending());
        } else if (message instanceof ExecutionMessage.Submitted submitted) {
            json.put(TYPE, "submitted").put("id", submitted.pending()).set("value", submitted.response());
        } else if (message instanceof ExecutionMessage.Answered answered) {
            answered(json.put(TYPE, "answered").put("id", answered.pending()), answered);
        } else if (message instanceof ExecutionMessage.TaskSucceeded task) {
            value(json.put(TYPE, "task-succeeded").put("id", task.pending()), task.output());
        } else if (message instanceof ExecutionMessage.TaskFailed task) {
            failure(json.put(TYPE, "task-failed").put("id", task.pending()), task.error(), task.cause());
        } else if (message instanceof ExecutionMessage.TaskHeartbeat task) {
            json.put(TYPE, "task-heartbeat").put("id", task.pending());
        } else if (message instanceof ExecutionMessage.ChildEnded ended) {
            child(json.put(TYPE, "child"), ended);
        } else if (message instanceof ExecutionMessage.LimitsChanged limits) {
            json.put(TYPE, "limits").put("run", limits.mapRunArn());
            json.put("concurrency", limits.maxConcurrency());
            json.put("count", limits.toleratedFailureCount());
            json.put("percentage", limits.toleratedFailurePercentage());
        }
        return json;
    }

    private static void answered(ObjectNode json, ExecutionMessage.Answered answered) {
        StateFailure failure = answered.failure();
        if (failure != null) {
            failure(json.put("failed", true), failure.error(), failure.cause());
        } else if (answered.result() != null) {
            value(json, answered.result());
        }
    }

    private static void value(ObjectNode json, JsonNode value) {
        json.set("value", value);
        if (SentJson.hasText(value)) {
            json.put(TEXT, SentJson.text(value));
        }
    }

    private static @Nullable JsonNode value(JsonNode json) {
        JsonNode value = json.get("value");
        return value == null || !json.has(TEXT)
                ? value
                : SentJson.of(value, json.get(TEXT).asText());
    }

    private static void child(ObjectNode json, ExecutionMessage.ChildEnded ended) {
        json.put("run", ended.mapRunArn()).put("child", ended.child());
        json.put("status", ended.status().name());
        json.put("start", ended.startDate().toString());
        if (ended.stopDate() != null) {
            json.put("stop", ended.stopDate().toString());
        }
        if (ended.output() != null) {
            json.set("value", ended.output());
        }
        failure(json, ended.error(), ended.cause());
        json.put("redrives", ended.redriveCount());
    }

    private static void failure(ObjectNode json, @Nullable String error, @Nullable String cause) {
        if (error != null) {
            json.put("error", error);
        }
        if (cause != null) {
            json.put("cause", cause);
        }
    }

    /** @throws IllegalArgumentException if the type of the message is unknown */
    static ExecutionMessage read(JsonNode json) {
        long id = json.path("id").asLong();
        String error = text(json, "error");
        String cause = text(json, "cause");
        return switch (json.path(TYPE).asText()) {
            case "stop" -> new ExecutionMessage.Stop(error, cause);
            case "redrive" -> new ExecutionMessage.Redrive();
            case "due" -> new ExecutionMessage.Due(id);
            case "submitted" -> new ExecutionMessage.Submitted(id, json.path("value"));
            case "answered" ->
                new ExecutionMessage.Answered(
                        id, value(json), json.path("failed").asBoolean() ? StateFailure.of(error, cause) : null);
            case "task-succeeded" -> new ExecutionMessage.TaskSucceeded(id, Objects.requireNonNull(value(json)));
            case "task-failed" -> new ExecutionMessage.TaskFailed(id, error, cause);
            case "task-heartbeat" -> new ExecutionMessage.TaskHeartbeat(id);
            case "child" ->
                new ExecutionMessage.ChildEnded(
                        json.path("run").asText(),
                        json.path("child").asInt(),
                        ExecutionStatus.valueOf(json.path("status").asText()),
                        Instant.parse(json.path("start").asText()),
                        json.has("stop") ? Instant.parse(json.path("stop").asText()) : null,
                        json.get("value"),
                        error,
                        cause,
                        json.path("redrives").asInt());
            case "limits" ->
                new ExecutionMessage.LimitsChanged(
                        json.path("run").asText(),
                        json.hasNonNull("concurrency")
                                ? (Long) json.path("concurrency").asLong()
                                : null,
                        json.hasNonNull("count") ? (Long) json.path("count").asLong() : null,
                        json.hasNonNull("percentage")
                                ? (Double) json.path("percentage").asDouble()
                                : null);
            default -> throw new IllegalArgumentException("Not a message: " + json);
        };
    }

    private static @Nullable String text(JsonNode json, String name) {
        return json.has(name) ? json.get(name).asText() : null;
    }
}
