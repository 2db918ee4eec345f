package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.JsonToken;

/** The kinds of JSON values, for messages. */
public final class JsonKind {

    private JsonKind() {}

    /** Returns the kind of the value that begins with a token, such as {@code an object}. */
    public static String of(JsonToken first) {
        return switch (first) {
            case VALUE_NULL -> "null";
            case START_ARRAY -> "a list";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "a number";
        };
    }
}
