package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Tells whether two documents are the same, where numbers are compared by value: how one was written is not kept by state machines. */
final class SameJson {

    private static final Comparator<JsonNode> BY_VALUE = (some, other) -> some.isNumber() && other.isNumber()
            ? some.decimalValue().compareTo(other.decimalValue())
            : some.equals(other) ? 0 : 1;

    private SameJson() {}

    static boolean is(JsonNode some, JsonNode other) {
        return some.equals(BY_VALUE, other);
    }
}
