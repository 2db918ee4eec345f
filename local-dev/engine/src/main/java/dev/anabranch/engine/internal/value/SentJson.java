package dev.anabranch.engine.internal.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON values with the text in which they were sent. As on AWS, a value that no state changes keeps its white space and
 * its number notation. A value with a text must not be changed.
 */
public final class SentJson {

    private SentJson() {}

    /** Returns the value with its text. Returns the value itself if the text equals its {@code toString}. */
    public static JsonNode of(JsonNode value, String text) {
        if (text.equals(value.toString())) {
            return value;
        } else if (value instanceof ObjectNode object) {
            return new SentObject(object, text);
        } else if (value instanceof ArrayNode array) {
            return new SentArray(array, text);
        } else if (value instanceof DoubleNode number) {
            return new SentDouble(number, text);
        }
        return value;
    }

    /** Returns the text in which the value was sent, or the JSON text of a value without one. */
    public static String text(JsonNode value) {
        return value instanceof Sent sent ? sent.sentText() : value.toString();
    }

    /** Returns true if the value has a text that differs from its {@code toString}. */
    public static boolean hasText(JsonNode value) {
        return value instanceof Sent;
    }

    private interface Sent {
        String sentText();
    }

    @SuppressWarnings("unchecked") // Jackson narrows the type parameter of deepCopy, which javac reports here.
    private static final class SentObject extends ObjectNode implements Sent {

        private static final long serialVersionUID = 1L;

        private final String text;

        SentObject(ObjectNode object, String text) {
            super(JsonNodeFactory.instance, members(object));
            this.text = text;
        }

        private static Map<String, JsonNode> members(ObjectNode object) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            return members;
        }

        @Override
        public String sentText() {
            return text;
        }
    }

    @SuppressWarnings("unchecked") // Jackson narrows the type parameter of deepCopy, which javac reports here.
    private static final class SentArray extends ArrayNode implements Sent {

        private static final long serialVersionUID = 1L;

        private final String text;

        SentArray(ArrayNode array, String text) {
            super(JsonNodeFactory.instance, elements(array));
            this.text = text;
        }

        private static List<JsonNode> elements(ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>(array.size());
            array.forEach(elements::add);
            return elements;
        }

        @Override
        public String sentText() {
            return text;
        }
    }

    private static final class SentDouble extends DoubleNode implements Sent {

        private static final long serialVersionUID = 1L;

        private final String text;

        SentDouble(DoubleNode number, String text) {
            super(number.doubleValue());
            this.text = text;
        }

        @Override
        public String sentText() {
            return text;
        }
    }
}
