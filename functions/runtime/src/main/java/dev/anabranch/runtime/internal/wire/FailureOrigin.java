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
 * The action that a failure comes from. State machines write it as {@code {"node": .., "path": .., "cause": ..}} into
 * the cause of a failed execution, and into the records of actions that were not reached because another action of the
 * same item failed. A state machine cannot name the action of a batch; there, the runtime's message at the beginning of
 * the cause names it.
 *
 * @param node the name of the node
 * @param path the indexes of the action, outermost fan-out first
 * @param cause the cause that the platform reported
 */
public record FailureOrigin(String node, List<Long> path, String cause) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Matches the beginning of the runtime's message, see {@link #where}, alone or in Lambda's error JSON. */
    private static final Pattern WHERE =
            Pattern.compile("(?:\\{\\s*\"errorMessage\"\\s*:\\s*\")?" + "(?:" + BatchInvocation.FAILED
                    + ")?workflow `[^`]*`, node `(?<node>[^`]+)`(?:\\[(?<path>[0-9.]+)(?: [^\n]*?)?])?, task `");

    /** The beginning of the name of the action that records that a loop has had too many rounds. */
    private static final String LIMIT_OF = "limit of ";

    /** Copies the path. */
    public FailureOrigin {
        path = List.copyOf(path);
    }

    /**
     * Returns the description of an action for messages, such as
     * {@code workflow `land-cover`, node `classify`[3.17], task `com.example.Classify`}. The labels of the items follow
     * the indexes, in quotes.
     */
    public static String where(Invocation action, String task) {
        String indexes = action.path().isEmpty()
                ? ""
                : "["
                        + ItemLabels.shown(
                                Invocation.joined(action.path()),
                                action.labels().name()) + "]";
        return "workflow `" + action.workflow() + "`, node `" + action.node() + "`" + indexes + ", task `" + task + "`";
    }

    /**
     * Creates the origin of a failure.
     *
     * @param path the indexes of the action, joined by dots
     */
    public static FailureOrigin of(String node, String path, String cause) {
        return new FailureOrigin(node, Invocation.path(TextNode.valueOf(path)), cause);
    }

    /** Returns the name of the action that the state machine records as failed if a loop has too many rounds. */
    public static String limitOf(String loop) {
        return LIMIT_OF + loop;
    }

    /** Returns the beginning of the cause of the failure of {@link #limitOf}. */
    public static String tooManyRounds(String loop) {
        return "The loop `" + loop + "` has run ";
    }

    /**
     * Returns the origin that is in the definition: the loop, if the action only records that the loop has had too many
     * rounds.
     */
    public FailureOrigin visible() {
        if (!node.startsWith(LIMIT_OF) || path.isEmpty()) {
            return this;
        }
        String loop = node.substring(LIMIT_OF.length());
        return cause.startsWith(tooManyRounds(loop))
                ? new FailureOrigin(loop, path.subList(0, path.size() - 1), cause)
                : this;
    }

    /** Returns the action, such as {@code `classify`[3.17]}. */
    public String action() {
        return "`" + node + "`" + (path.isEmpty() ? "" : "[" + Invocation.joined(path) + "]");
    }

    /** Parses a cause; empty if it has another form, such as one that AWS wrote. */
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
