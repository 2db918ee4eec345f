package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A field whose value is fixed or found at run time: {@code "TimeoutSeconds": 5}, {@code "TimeoutSeconds": "{% $limit %}"} or
 * {@code "TimeoutSecondsPath": "$.limit"}.
 *
 * @param field the field as the definition names it, {@code Path} ending included
 * @param kind how the value is found
 * @param value the literal, or the text of the expression or path
 */
public record SettingField(String field, Kind kind, JsonNode value) {

    /** How the value of a setting is found. */
    public enum Kind {
        /** It stands in the definition. */
        LITERAL,
        /** A JSONata expression. */
        JSONATA,
        /** A JSONPath, reference to a variable or to the context object, or intrinsic call. */
        PATH
    }

    /** The text of the expression or path. */
    public String text() {
        return value.asText();
    }
}
