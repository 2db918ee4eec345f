package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The evaluated arguments of an intrinsic function. Each method returns the argument at an index if it has the required
 * type, and throws {@link IntrinsicFunctions.Refused} otherwise.
 */
record IntrinsicArguments(String function, List<JsonNode> nodes) {

    int count() {
        return nodes.size();
    }

    JsonNode any(int index) {
        return nodes.get(index);
    }

    String text(int index) {
        if (any(index).isTextual()) {
            return any(index).textValue();
        }
        throw refused(index, "a string");
    }

    ArrayNode array(int index) {
        if (any(index) instanceof ArrayNode array) {
            return array;
        }
        throw refused(index, "an array");
    }

    ObjectNode object(int index) {
        if (any(index) instanceof ObjectNode object) {
            return object;
        }
        throw refused(index, "an object");
    }

    /** Returns a number rounded to the nearest integer. Numbers beyond 64 bits are refused. */
    long whole(int index) {
        JsonNode number = any(index);
        if (!number.isNumber()) {
            throw refused(index, "a number");
        }
        boolean exact = number.isIntegralNumber()
                ? number.canConvertToLong()
                : Math.abs(number.doubleValue()) < Long.MAX_VALUE; // false for NaN and infinite numbers
        if (!exact) {
            throw refused(index, "a number of at most 64 bits");
        }
        return number.isIntegralNumber() ? number.longValue() : Math.round(number.doubleValue());
    }

    static JsonNode number(long value) {
        return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    /** Returns true if two values are equal; 1 and 1.0 are equal numbers. */
    static boolean same(JsonNode a, JsonNode b) {
        if (!a.isNumber() || !b.isNumber()) {
            return a.equals(b);
        }
        // 1e400 is parsed as infinite and has no decimal value.
        if (Double.isInfinite(a.doubleValue()) || Double.isInfinite(b.doubleValue())) {
            return a.doubleValue() == b.doubleValue();
        }
        return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }

    private IntrinsicFunctions.Refused refused(int index, String wanted) {
        return new IntrinsicFunctions.Refused(
                "Argument " + (index + 1) + " of States." + function + " must be " + wanted + ", but is " + any(index));
    }
}
