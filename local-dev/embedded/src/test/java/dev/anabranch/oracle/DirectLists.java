package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Evaluates list functions on values in memory. */
final class DirectLists {

    private final JsonNode input;
    private final JsonNode list;
    private final JsonNode other;
    private final ArrayNode result = JsonNodeFactory.instance.arrayNode();

    private DirectLists(JsonNode input) {
        this.input = input;
        this.list = input.path("list");
        this.other = input.path("other");
    }

    /** Returns the result; empty if the function must fail. */
    static Optional<JsonNode> of(JsonNode input) {
        DirectLists lists = new DirectLists(input);
        return lists.evaluate() ? Optional.of(lists.result) : Optional.empty();
    }

    private boolean evaluate() {
        int number = input.path("number").asInt(-1);
        switch (input.path("operation").asText()) {
            case "ZIP" -> {
                for (int i = 0; i < Math.min(list.size(), other.size()); i++) {
                    add(list.get(i), other.get(i));
                }
                return list.isArray() && other.isArray() && list.size() == other.size();
            }
            case "PRODUCT" -> {
                list.forEach(a -> other.forEach(b -> add(a, b)));
                return list.isArray() && other.isArray();
            }
            case "FLATTEN" -> {
                list.forEach(inner -> inner.forEach(result::add));
                return list.isArray() && every(list, JsonNode::isArray);
            }
            case "ENTRIES" -> {
                list.properties().forEach(entry -> add(TextNode.valueOf(entry.getKey()), entry.getValue()));
                return list.isObject();
            }
            case "RANGE" -> {
                for (int i = 0; i < number; i++) {
                    result.add(IntNode.valueOf(i));
                }
                return number >= 0 && number <= 1_000_000;
            }
            case "CHUNKS" -> {
                for (int i = 0; i < list.size(); i++) {
                    ArrayNode chunk = i % number == 0 ? result.addArray() : (ArrayNode) result.get(i / number);
                    chunk.add(list.get(i));
                }
                return list.isArray();
            }
            default -> {
                list.forEach(element -> {
                    if (element.path(input.path("fields").path(0).asText()).booleanValue()) {
                        result.add(element);
                    }
                });
                return list.isArray() && every(list, JsonNode::isObject);
            }
        }
    }

    private static boolean every(JsonNode list, Predicate<JsonNode> holds) {
        return StreamSupport.stream(list.spliterator(), false).allMatch(holds);
    }

    private void add(JsonNode a, JsonNode b) {
        ObjectNode pair = result.addObject();
        pair.set(input.path("fields").path(0).asText(), a);
        pair.set(input.path("fields").path(1).asText(), b);
    }
}
