package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A field with a literal or computed value, for example {@code "TimeoutSeconds": 5}, {@code "TimeoutSeconds": "{%
 * $limit %}"} or {@code "TimeoutSecondsPath": "$.limit"}.
 *
 * @param field the name of the field in the definition, including the suffix {@code Path}
 * @param kind the source of the value
 * @param value the literal, or the text of the expression or path
 */
public record SettingField(String field, Kind kind, JsonNode value) {

    /** The source of the value of a setting. */
    public enum Kind {
        /** A literal in the definition. */
        LITERAL,
        /** A JSONata expression. */
        JSONATA,
        /** A JSONPath, a reference to a variable or to the context object, or a call of an intrinsic function. */
        PATH
    }

    /** Returns the text of the expression or path. */
    public String text() {
        return value.asText();
    }
}
