package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.engine.internal.value.CompactNodes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts between JSON nodes and values of the JSONata library. Nodes are passed to the library as views, so that only
 * the parts that an expression reads are converted. A returned view is converted back to its node.
 */
final class JsonataValues {

    /** The limit from which an integer does not fit a long. AWS prints it as a double. */
    private static final double TOO_LARGE_FOR_A_LONG = 0x1p63;

    private JsonataValues() {}

    /**
     * Returns the library's value for a node. JSON null is the library's marker, because Java's null means "undefined".
     */
    static Object toLibrary(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> new ObjectView((ObjectNode) node);
            case ARRAY -> new ArrayView((ArrayNode) node);
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case NULL -> Jsonata.NULL_VALUE;
            default -> throw new IllegalArgumentException("Not a JSON value: " + node.getNodeType());
        };
    }

    private static Number number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return smallest(node.longValue());
        }
        double value = node.doubleValue();
        return isLong(value) ? smallest((long) value) : (Number) value;
    }

    private static Number smallest(long value) {
        return (int) value == value ? (Number) (int) value : (Number) value;
    }

    private static boolean isLong(double value) {
        return value == Math.rint(value) && Math.abs(value) < TOO_LARGE_FOR_A_LONG;
    }

    /**
     * Returns the node for a defined result.
     *
     * @throws UnsupportedResult if the value or a nested value is a function or a regular expression
     */
    static JsonNode toNode(Object value) {
        if (value == Jsonata.NULL_VALUE) {
            return NullNode.instance;
        } else if (value instanceof ObjectView view) {
            return normal(view.node());
        } else if (value instanceof ArrayView view) {
            return normal(view.node());
        } else if (value instanceof String text) {
            return TextNode.valueOf(text);
        } else if (value instanceof Boolean bool) {
            return BooleanNode.valueOf(bool);
        } else if (value instanceof Number number) {
            return numberNode(number);
        } else if (value instanceof Map<?, ?> map) {
            return objectNode(map);
        } else if (value instanceof List<?> list) {
            return arrayNode(list);
        }
        throw new UnsupportedResult();
    }

    private static JsonNode objectNode(Map<?, ?> map) {
        ObjectNode node = CompactNodes.INSTANCE.objectNode();
        map.forEach((key, value) -> node.set(String.valueOf(key), member(value)));
        return node;
    }

    private static JsonNode arrayNode(List<?> list) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode(list.size());
        list.forEach(value -> node.add(member(value)));
        return node;
    }

    private static JsonNode member(@Nullable Object value) {
        return value == null ? NullNode.instance : toNode(value);
    }

    /**
     * Returns the node for a number. A number that is not finite is the string that JavaScript prints, as on AWS,
     * because JSON cannot represent it.
     */
    static JsonNode numberNode(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return longNode(number.longValue());
        }
        double value = number.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return TextNode.valueOf(Double.toString(value));
        }
        return isLong(value) ? longNode((long) value) : DoubleNode.valueOf(value);
    }

    private static JsonNode longNode(long value) {
        return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    /**
     * Returns the node with its numbers as JSONata prints them: 1.0 is 1, 1e2 is 100, and an integer that does not fit
     * a long is a double. Returns the same instance if nothing changes.
     */
    static JsonNode normal(JsonNode node) {
        return isNormal(node) ? node : normalCopy(node);
    }

    private static boolean isNormal(JsonNode node) {
        if (node.isContainerNode()) {
            for (JsonNode inside : node) {
                if (!isNormal(inside)) {
                    return false;
                }
            }
            return true;
        }
        return !node.isNumber() || node.isInt() || node.isLong() || (node.isDouble() && !isLong(node.doubleValue()));
    }

    private static JsonNode normalCopy(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = CompactNodes.INSTANCE.objectNode();
            node.properties().forEach(field -> copy.set(field.getKey(), normalCopy(field.getValue())));
            return copy;
        } else if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> copy.add(normalCopy(element)));
            return copy;
        }
        return node.isNumber() ? numberNode(number(node)) : node;
    }

    /** The result has no JSON form. */
    static final class UnsupportedResult extends RuntimeException {}
}
