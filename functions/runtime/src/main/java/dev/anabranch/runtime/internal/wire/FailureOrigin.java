package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which action a failure comes from, as state machines say it in the cause of an execution that failed, and in the records of actions
 * that were not reached because another of the same item failed: {@code {"node": .., "path": .., "cause": ..}}. The state machine cannot
 * name the action of a batch; then the message of the runtime does, with which the cause begins.
 *
 * @param node the name of the node
 * @param path the indexes of the action, outermost fan-out first
 * @param cause what the platform said
 */
public record FailureOrigin(String node, List<Long> path, String cause) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** How the message of the runtime begins, see {@link #where}, as Lambda hands it on or by itself. */
    private static final Pattern WHERE = Pattern.compile("(?:\\{\\s*\"errorMessage\"\\s*:\\s*\")?"
            + "workflow `[^`]*`, node `(?<node>[^`]+)`(?:\\[(?<path>[0-9.]+)])?, task `");

    /** Copies the path. */
    public FailureOrigin {
        path = List.copyOf(path);
    }

    /** The action as a person calls it, such as {@code workflow `land-cover`, node `classify`[3.17], task `com.example.Classify`}. */
    public static String where(Invocation action, String task) {
        String indexes = action.path().isEmpty() ? "" : "[" + Invocation.joined(action.path()) + "]";
        return "workflow `" + action.workflow() + "`, node `" + action.node() + "`" + indexes + ", task `" + task + "`";
    }

    /** The action, such as {@code `classify`[3.17]}. */
    public String action() {
        return "`" + node + "`" + (path.isEmpty() ? "" : "[" + Invocation.joined(path) + "]");
    }

    /** Reads it; empty where the text is something else, such as a cause that AWS wrote. */
    public static Optional<FailureOrigin> parse(String text) {
        Matcher where = WHERE.matcher(text);
        if (where.lookingAt()) {
            String path = where.group("path");
            return Optional.of(new FailureOrigin(
                    where.group("node"), path == null ? List.of() : Invocation.path(TextNode.valueOf(path)), text));
        }
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode json = MAPPER.readTree(text);
            return json.path("node").isTextual() && json.path("cause").isTextual()
                    ? Optional.of(new FailureOrigin(
                            json.get("node").textValue(),
                            Invocation.path(json.path("path")),
                            json.get("cause").textValue()))
                    : Optional.empty();
        } catch (JsonProcessingException | MalformedInvocation e) {
            return Optional.empty();
        }
    }
}
