package dev.anabranch.translate.internal.emit;

import dev.anabranch.translate.internal.asl.JsonataWriter;

/**
 * A value that a state machine reads itself if it travels inline.
 *
 * @param isKnown an expression that is true if the value is inline and the objects of all selected fields exist
 * @param value an expression for the value; it is undefined for a missing field
 */
record InlineValue(String isKnown, String value) {

    /** Returns the value of a wire. */
    static InlineValue of(String value) {
        return new InlineValue("$exists(" + value + ")", value);
    }

    /**
     * Returns a field of this value. It is not known unless this value is an object, because JSONata would read a field
     * of a list from each of its elements.
     */
    InlineValue field(String name) {
        String isObject = "$type(" + value + ") = 'object'";
        return new InlineValue(
                isKnown.startsWith("$exists(") ? isObject : isKnown + " and " + isObject,
                "$lookup(" + value + ", " + JsonataWriter.string(name) + ")");
    }
}
