package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Describes the JSON Schema of a type in words, as a deployment manifest has it. */
public final class SchemaText {

    private static final String REFERENCE = "#/$defs/";

    private final JsonNode schema;

    public SchemaText(JsonNode schema) {
        this.schema = schema;
    }

    /** Returns the type in words, such as {@code list of Tile}. */
    public String type() {
        return type(schema);
    }

    /** Returns a line for each field of each object in the type; an object is described where it is used first. */
    public List<String> fields() {
        List<String> lines = new ArrayList<>();
        fields(schema, "  ", new LinkedHashSet<>(), lines);
        return lines;
    }

    /**
     * Returns a value of the type with all fields, and an element in each list. The workflow may accept only some
     * combinations of the fields that can be left out.
     */
    public JsonNode example() {
        return example(schema, Set.of());
    }

    /** Returns whether the fields of the type, if it has any, can all be left out. */
    public boolean isOptional() {
        return schema.has("$ref")
                && resolved(schema).path("required").isEmpty()
                && !resolved(schema).path("properties").isEmpty();
    }

    private void fields(JsonNode of, String indent, Set<String> described, List<String> lines) {
        JsonNode type = content(of);
        String name = type.path("$ref").asText();
        if (name.isEmpty() || !described.add(name)) {
            return;
        }
        JsonNode properties = resolved(type).path("properties");
        int widest = 0;
        for (Map.Entry<String, JsonNode> field : properties.properties()) {
            widest = Math.max(widest, field.getKey().length());
        }
        for (Map.Entry<String, JsonNode> field : properties.properties()) {
            String padding = " ".repeat(widest - field.getKey().length() + 2);
            lines.add(indent + field.getKey() + padding + type(field.getValue()));
            fields(field.getValue(), indent + "  ", described, lines);
        }
    }

    /** Returns the schema of what is in lists, maps and nullable values. */
    private static JsonNode content(JsonNode type) {
        JsonNode inner = type.has("items")
                ? type.get("items")
                : type.path("additionalProperties").isObject()
                        ? type.get("additionalProperties")
                        : type.has("anyOf") ? type.get("anyOf").path(0) : null;
        return inner == null ? type : content(inner);
    }

    private JsonNode resolved(JsonNode type) {
        String name = type.path("$ref").asText();
        return name.isEmpty() ? type : schema.path("$defs").path(name.substring(REFERENCE.length()));
    }

    private static String type(JsonNode type) {
        if (type.has("anyOf")) {
            return type(type.get("anyOf").path(0)) + " or null";
        }
        if (type.has("$ref")) {
            return type.get("$ref").asText().substring(REFERENCE.length());
        }
        if (type.has("enum")) {
            return StreamSupport.stream(type.get("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return switch (type.path("type").asText()) {
            case "integer" -> "integer";
            case "number" -> "number";
            case "boolean" -> "true or false";
            case "null" -> "null";
            case "string" -> type.has("format") ? "text (" + type.get("format").asText() + ")" : "text";
            case "array" -> "list of " + element(type.path("items"));
            case "object" ->
                type.path("additionalProperties").isObject()
                        ? "map of " + element(type.get("additionalProperties"))
                        : "object";
            default -> "any value";
        };
    }

    /** Returns the type of elements, of which each can be null. */
    private static String element(JsonNode type) {
        return type(type.has("anyOf") ? type.get("anyOf").path(0) : type);
    }

    private JsonNode example(JsonNode type, Set<String> within) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (type.has("anyOf")) {
            return example(type.get("anyOf").path(0), within);
        }
        if (type.has("$ref")) {
            String name = type.get("$ref").asText();
            if (within.contains(name)) {
                return json.nullNode(); // A type that contains itself.
            }
            Set<String> inner = new LinkedHashSet<>(within);
            inner.add(name);
            ObjectNode object = json.objectNode();
            resolved(type)
                    .path("properties")
                    .properties()
                    .forEach(field -> object.set(field.getKey(), example(field.getValue(), inner)));
            return object;
        }
        if (type.has("enum")) {
            return type.get("enum").path(0);
        }
        return switch (type.path("type").asText()) {
            case "integer" -> json.numberNode(1);
            case "number" -> json.numberNode(1.5);
            case "boolean" -> json.booleanNode(true);
            case "string" -> text(type);
            case "array" -> list(example(type.path("items"), within));
            case "object" ->
                json.objectNode()
                        .set(key(type.path("propertyNames")), example(type.path("additionalProperties"), within));
            default -> json.nullNode();
        };
    }

    private static ArrayNode list(JsonNode item) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        return item.isNull() ? list : list.add(item);
    }

    private static String key(JsonNode names) {
        return names.path("enum").path(0).asText(names.path("examples").path(0).asText("key"));
    }

    private static JsonNode text(JsonNode type) {
        if (type.has("examples")) {
            return type.get("examples").path(0);
        }
        return JsonNodeFactory.instance.textNode(
                type.path("maxLength").asInt() == 1
                        ? "a"
                        : text(type.path("format").asText()));
    }

    private static String text(String format) {
        return Objects.requireNonNull(Map.of(
                        "date-time", "2026-01-31T12:00:00Z",
                        "date", "2026-01-31",
                        "duration", "PT5M",
                        "uuid", "8d0d4a3e-7e0e-4a52-9d2a-6a4b7a1d2c3f")
                .getOrDefault(format, "text"));
    }
}
