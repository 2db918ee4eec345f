package dev.anabranch.engine.internal.definition;

import org.jspecify.annotations.Nullable;

/** The two languages in which a state may read its input and form its output. */
public enum QueryLanguage {
    /** Paths, payload templates and intrinsic functions: the language where none is named. */
    JSON_PATH("JSONPath"),
    /** Expressions between <code>{%</code> and <code>%}</code>. */
    JSONATA("JSONata");

    private final String text;

    QueryLanguage(String text) {
        this.text = text;
    }

    /** The language as a definition writes it. */
    public String text() {
        return text;
    }

    /** The language of that name, or null if there is none. */
    static @Nullable QueryLanguage named(String text) {
        for (QueryLanguage language : values()) {
            if (language.text.equals(text)) {
                return language;
            }
        }
        return null;
    }
}
