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
 * A path that identifies a single node: field names and array indexes from the root. {@code ResultPath} requires it,
 * and most other paths are one. It is read without the JSONPath library.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html">Reference
 *     paths</a>
 */
public final class ReferencePath {

    /**
     * One step: a dotted name without special characters; a quoted name, in which a backslash escapes only a quote, as
     * on AWS; or an index.
     */
    private static final Pattern STEP = Pattern.compile(
            "\\.([^\\s.\\[\\]()*@'\"?,:\\\\$]+)|\\['((?:[^'\\\\]|\\\\(?!'))*)'\\]|\\[\"([^\"\\\\]*)\"\\]|\\[(\\d{1,9})\\]");

    private final List<Step> steps;

    private ReferencePath(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * One step of the path.
     *
     * @param field the name of the field; null for an element of an array
     * @param index the index of the element
     */
    private record Step(@Nullable String field, int index) {

        @Nullable
        JsonNode read(JsonNode node) {
            return field == null ? node.isArray() ? node.get(index) : null : node.get(field);
        }
    }

    /**
     * Parses a path. Returns null if it is not a reference path.
     *
     * @param path the text after the root, for example {@code .a['b'][0]}
     */
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

    /** Returns the node at the path, or a missing node. */
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

    /** Returns true if only the last step finds nothing, because its index is past the end of an array. */
    public boolean endsPastAnArray(JsonNode document) {
        if (steps.isEmpty() || steps.get(steps.size() - 1).field() != null) {
            return false;
        }
        return new ReferencePath(steps.subList(0, steps.size() - 1))
                .read(document)
                .isArray();
    }

    /** Returns a copy of the document with the value at the path, or null if a value on the path has another type. */
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
