package dev.anabranch.engine.internal.definition;

import org.jspecify.annotations.Nullable;

/** The query languages of a state. */
public enum QueryLanguage {
    /** Paths, payload templates and intrinsic functions. The default. */
    JSON_PATH("JSONPath"),
    /** Expressions between <code>{%</code> and <code>%}</code>. */
    JSONATA("JSONata");

    private final String text;

    QueryLanguage(String text) {
        this.text = text;
    }

    /** Returns the name of the language in a definition. */
    public String text() {
        return text;
    }

    /** Returns the language with a name, or null. */
    static @Nullable QueryLanguage named(String text) {
        for (QueryLanguage language : values()) {
            if (language.text.equals(text)) {
                return language;
            }
        }
        return null;
    }
}
