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
 * JSON values with the text that they were sent as. As on AWS, a value that no state changes keeps its text: white space, and the
 * notation of numbers. A value with a text must not be changed.
 */
public final class SentJson {

    private SentJson() {}

    /** Returns the value with its text, or the value itself if the text is as JSON is written here. */
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

    /** Returns the text that the value was sent as, or the JSON text of any other value. */
    public static String text(JsonNode value) {
        return value instanceof Sent sent ? sent.sentText() : value.toString();
    }

    /** Whether the value was sent as another text than JSON is written here. */
    public static boolean hasText(JsonNode value) {
        return value instanceof Sent;
    }

    private interface Sent {
        String sentText();
    }

    @SuppressWarnings("unchecked") // Jackson itself narrows the type parameter of deepCopy, which javac reports here.
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

    @SuppressWarnings("unchecked") // Jackson itself narrows the type parameter of deepCopy, which javac reports here.
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
