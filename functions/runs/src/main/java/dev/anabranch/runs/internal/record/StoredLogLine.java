package dev.anabranch.runs.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log of an action.
 *
 * @param path the indexes of the action joined by dots; empty outside any fan-out
 * @param attempt the number of the attempt, from 1
 * @param message the text, which can have line breaks and, because tasks write it, any other characters
 * @param error the class of the exception that the line reports; null if it reports none
 * @param stack the stack trace of that exception, with its causes; null if the line reports none
 * @param label the labels of the items around the action as one text; empty if there are none
 */
public record StoredLogLine(
        Instant time,
        System.Logger.Level level,
        String node,
        String path,
        int attempt,
        String message,
        @Nullable String error,
        @Nullable String stack,
        String label) {

    /** Returns the JSON of the line. Absent values have no field. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("time", time.toString())
                .put("level", level.name())
                .put("node", node)
                .put("path", path)
                .put("attempt", attempt)
                .put("message", message);
        if (!label.isEmpty()) {
            json.put("label", label);
        }
        if (error != null) {
            json.put("error", error);
        }
        if (stack != null) {
            json.put("stack", stack);
        }
        return json;
    }

    /** Parses the JSON of a line; empty if it is not one. */
    public static Optional<StoredLogLine> parse(JsonNode json) {
        try {
            return Optional.of(new StoredLogLine(
                    Instant.parse(json.path("time").asText()),
                    System.Logger.Level.valueOf(json.path("level").asText()),
                    json.path("node").asText(),
                    json.path("path").asText(),
                    json.path("attempt").asInt(),
                    json.path("message").asText(),
                    json.path("error").textValue(),
                    json.path("stack").textValue(),
                    json.path("label").asText()));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
