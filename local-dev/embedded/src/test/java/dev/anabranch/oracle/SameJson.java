package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Compares two documents, with numbers by value, because state machines do not preserve how a number is written. */
final class SameJson {

    private static final Comparator<JsonNode> BY_VALUE = (some, other) -> some.isNumber() && other.isNumber()
            ? some.decimalValue().compareTo(other.decimalValue())
            : some.equals(other) ? 0 : 1;

    private SameJson() {}

    static boolean is(JsonNode some, JsonNode other) {
        return some.equals(BY_VALUE, other);
    }
}
