package dev.anabranch.engine.internal.query.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The evaluated arguments of an intrinsic function, by position and wanted type. */
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

    /** A number, rounded to the nearest integer. */
    long whole(int index) {
        if (any(index).isNumber()) {
            return any(index).isIntegralNumber()
                    ? any(index).longValue()
                    : Math.round(any(index).doubleValue());
        }
        throw refused(index, "a number");
    }

    static JsonNode number(long value) {
        return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    /** Equality of values, where 1 and 1.0 are the same number. */
    static boolean same(JsonNode a, JsonNode b) {
        if (!a.isNumber() || !b.isNumber()) {
            return a.equals(b);
        }
        // 1e400 is read as infinite, of which there is no decimal.
        if (Double.isInfinite(a.doubleValue()) || Double.isInfinite(b.doubleValue())) {
            return a.doubleValue() == b.doubleValue();
        }
        return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }

    private IntrinsicFunctions.Refused refused(int index, String wanted) {
        return new IntrinsicFunctions.Refused(
                "Argument " + (index + 1) + " of States." + function + " must be " + wanted + ", and is " + any(index));
    }
}
