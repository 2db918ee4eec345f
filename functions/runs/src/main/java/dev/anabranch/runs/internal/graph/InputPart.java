package dev.anabranch.runs.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.InputPlace;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the calls of a node take a part of their input from, whatever the item. {@link InputPlace} has what follows for one action.
 * What the definition has as a constant is no part.
 *
 * @param part where it is in the input, such as {@code tile.bounds} or {@code pair[1]}; empty where it is the whole input
 * @param source what kind of place it is
 * @param node the fan-out of an item or index, the node that returned a result; empty for the run's input
 * @param fields the field of what is there that is taken, and the field of that; empty for all of it
 */
public record InputPart(String part, Source source, String node, List<String> fields) {

    /** What kind of place it is. */
    public enum Source {
        /** What the run was given. */
        RUN_INPUT("input"),
        /** The item of a fan-out that the call is in. */
        ITEM("item"),
        /** The index of that item. */
        INDEX("index"),
        /** What a node returned. */
        RESULT("result"),
        /** What a conditional was worth, which one of its sides returned and no record has; in places, not in graphs. */
        WHEN("when"),
        /** What a node in a fan-out returned for all items. */
        RESULTS("results");

        private final String code;

        Source(String code) {
            this.code = code;
        }

        /** How it is written in JSON. */
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
                    "An input is from `input`, `item`, `index`, `result` or `results`, but one" + " is from `" + code
                            + "`.");
        }
    }

    /** Copies the list. */
    public InputPart {
        fields = List.copyOf(fields);
    }

    static InputPart parse(JsonNode json) {
        List<String> fields = new ArrayList<>();
        json.path("fields").forEach(field -> fields.add(field.asText()));
        return new InputPart(
                RunGraph.text(json, "part"),
                Source.of(RunGraph.text(json, "from")),
                RunGraph.text(json, "node"),
                fields);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("part", part)
                .put("from", source.code)
                .put("node", node);
        fields.forEach(json.putArray("fields")::add);
        return json;
    }
}
