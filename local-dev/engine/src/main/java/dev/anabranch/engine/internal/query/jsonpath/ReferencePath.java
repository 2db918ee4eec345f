package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path that can identify only one place: field names and array indexes from the root. It is what {@code ResultPath} takes, and
 * nearly every other path is one too; those are read here, without the JSONPath library.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html">Reference paths</a>
 */
public final class ReferencePath {

    /**
     * A dotted name without anything that JSONPath gives a meaning to; a quoted name, in which AWS reads a backslash as itself
     * unless it stands before the quote; an index.
     */
    private static final Pattern STEP = Pattern.compile(
            "\\.([^\\s.\\[\\]()*@'\"?,:\\\\$]+)|\\['((?:[^'\\\\]|\\\\(?!'))*)'\\]|\\[\"([^\"\\\\]*)\"\\]|\\[(\\d{1,9})\\]");

    private final List<Step> steps;

    private ReferencePath(List<Step> steps) {
        this.steps = steps;
    }

    /** One step: a field, or where that is null an element. */
    private record Step(@Nullable String field, int index) {

        @Nullable
        JsonNode read(JsonNode node) {
            return field == null ? node.isArray() ? node.get(index) : null : node.get(field);
        }
    }

    /** @param path what follows the root, for instance {@code .a['b'][0]}; gives null if it is not a reference path */
    static @Nullable ReferencePath parse(String path) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return null;
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        return new ReferencePath(steps);
    }

    private static Step step(Matcher matcher) {
        for (int group = 1; group <= 3; group++) {
            if (matcher.group(group) != null) {
                return new Step(matcher.group(group), 0);
            }
        }
        return new Step(null, Integer.parseInt(matcher.group(4)));
    }

    /** What is at the path, or a missing node. */
    JsonNode read(JsonNode document) {
        JsonNode node = document;
        for (Step step : steps) {
            JsonNode next = step.read(node);
            if (next == null) {
                return MissingNode.getInstance();
            }
            node = next;
        }
        return node;
    }

    /** Whether only the last step fails, and does so because an array is shorter than its index. */
    public boolean endsPastAnArray(JsonNode document) {
        if (steps.isEmpty() || steps.get(steps.size() - 1).field() != null) {
            return false;
        }
        return new ReferencePath(steps.subList(0, steps.size() - 1))
                .read(document)
                .isArray();
    }

    /** A copy of the document with the value at the path, or null where the document has something else on the way. */
    @Nullable
    JsonNode put(JsonNode document, JsonNode value) {
        return put(document, 0, value);
    }

    private @Nullable JsonNode put(JsonNode node, int at, JsonNode value) {
        if (at == steps.size()) {
            return value;
        }
        Step step = steps.get(at);
        JsonNode inside = step.read(node);
        boolean makeObject = inside == null && at + 1 < steps.size();
        JsonNode below = makeObject ? JsonNodeFactory.instance.objectNode() : inside;
        JsonNode changed = put(below == null ? MissingNode.getInstance() : below, at + 1, value);
        return changed == null ? null : with(node, step, changed);
    }

    private static @Nullable JsonNode with(JsonNode node, Step step, JsonNode value) {
        if (step.field() != null && node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) node);
            return copy.set(step.field(), value);
        } else if (step.field() == null && node.isArray() && step.index() < node.size()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(node.size()).addAll((ArrayNode) node);
            copy.set(step.index(), value);
            return copy;
        }
        return null;
    }
}
