package dev.anabranch.runs.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.InputLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a node's input and its source, for all actions of the node. {@link InputLocation} is the source for one
 * action. Constants of the definition are not parts.
 *
 * @param part the position in the input, such as {@code tile.bounds} or {@code pair[1]}; empty for the whole input
 * @param source the kind of source
 * @param node the fan-out of an item or index, or the node that returned a result; empty for the run's input
 * @param fields the path of field names within the source's value; empty for the whole value
 * @param initial for the result of the item or round before or of the last one, the parts of the value if there is
 *     none; empty for other sources, and in graphs that were stored before graphs had them
 * @param value the value of a constant; null for other sources
 */
public record InputPart(
        String part,
        Source source,
        String node,
        List<String> fields,
        List<InputPart> initial,
        @Nullable JsonNode value) {

    /** Returns the part of the value in a field of the input; empty if it is a part of another field. */
    public Optional<InputPart> within(String field) {
        if (!part.startsWith(field)) {
            return Optional.empty();
        }
        String rest = part.substring(field.length());
        boolean inside = rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[");
        return inside
                ? Optional.of(new InputPart(
                        rest.startsWith(".") ? rest.substring(1) : rest, source, node, fields, initial, value))
                : Optional.empty();
    }

    /** The kinds of sources. */
    public enum Source {
        /** The input of the run. */
        RUN_INPUT("input"),
        /** The item of a fan-out that contains the call. */
        ITEM("item"),
        /** The index of that item. */
        INDEX("index"),
        /** The result of a node. */
        RESULT("result"),
        /**
         * The value of a conditional, which one of its branches returned and no record has. Occurs in places, not in
         * graphs.
         */
        WHEN("when"),
        /** The value of an attempt or of steps with a cleanup. Occurs in places, not in graphs. */
        STEPS("steps"),
        /** The results of a node in a fan-out for all items. */
        RESULTS("results"),
        /**
         * The result of a node in a fold or loop for the item or round before the current one. Occurs in graphs; its
         * places have the result of that item, or the parts of the initial value.
         */
        PREVIOUS("previous"),
        /** The initial value of a fold, in graphs that do not have its parts. Occurs in places, not in graphs. */
        INITIAL("initial"),
        /** A constant of the definition in the initial value of a fold or loop. */
        CONSTANT("constant"),
        /** The result of a node in a fold for the last item; the initial value if there are no items. */
        LAST("last");

        private final String code;

        Source(String code) {
            this.code = code;
        }

        /** Returns the JSON name. */
        public String code() {
            return code;
        }

        public static Source of(String code) {
            for (Source source : values()) {
                if (source.code.equals(code)) {
                    return source;
                }
            }
            throw new IllegalArgumentException(
                    "The source of an input must be `input`, `item`, `index`, `result`, `when`, `steps`, `results`,"
                            + " `previous`, `initial`, `constant` or `last`, but is `" + code + "`.");
        }
    }

    /** Copies the lists. */
    public InputPart {
        fields = List.copyOf(fields);
        initial = List.copyOf(initial);
    }

    static InputPart parse(JsonNode json) {
        List<String> fields = new ArrayList<>();
        json.path("fields").forEach(field -> fields.add(field.asText()));
        List<InputPart> initial = new ArrayList<>();
        json.path("initial").forEach(part -> initial.add(parse(part)));
        return new InputPart(
                RunGraph.text(json, "part"),
                Source.of(RunGraph.text(json, "from")),
                RunGraph.text(json, "node"),
                fields,
                initial,
                json.has("value") ? RunGraph.constant(json.get("value")) : null);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("part", part)
                .put("from", source.code)
                .put("node", node);
        fields.forEach(json.putArray("fields")::add);
        if (!initial.isEmpty()) {
            ArrayNode parts = json.putArray("initial");
            initial.forEach(part -> parts.add(part.toJson()));
        }
        if (value != null) {
            json.set("value", value);
        }
        return json;
    }
}
