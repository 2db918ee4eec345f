package dev.anabranch.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Writes JSONata as it stands in a state's fields. */
public final class Jsonata {

    private Jsonata() {}

    /** An expression as a field's value: {@code {% expression %}}. */
    public static TextNode of(String expression) {
        return TextNode.valueOf(text(expression));
    }

    /** An expression as a field's text. */
    public static String text(String expression) {
        return "{% " + expression + " %}";
    }

    /** A string literal of JSONata, whose escapes are those of JSON (https://docs.jsonata.org/simple#strings). */
    public static String string(String value) {
        return TextNode.valueOf(value).toString();
    }

    /** JSON that stands for itself in a field that is evaluated: a string that looks like an expression becomes one that gives it. */
    public static JsonNode literal(JsonNode json) {
        if (json.isTextual()) {
            String text = json.textValue();
            return text.startsWith("{%") || text.endsWith("%}") ? of(string(text)) : json;
        }
        if (json.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(json.size());
            json.forEach(element -> copy.add(literal(element)));
            return copy;
        }
        if (json.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            json.properties().forEach(field -> copy.set(field.getKey(), literal(field.getValue())));
            return copy;
        }
        return json;
    }
}
