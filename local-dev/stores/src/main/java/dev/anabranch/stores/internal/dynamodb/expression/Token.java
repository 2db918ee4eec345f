package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.Locale;

/** A token of an expression. {@code start} is its zero-based offset in the text. */
record Token(Kind kind, String text, int start) {

    enum Kind {
        /** An attribute name, a keyword or a function name. */
        WORD,
        /** A name placeholder: {@code #name}. */
        NAME,
        /** A value placeholder: {@code :value}. */
        VALUE,
        /** A list index. */
        INDEX,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isKeyword(String keyword) {
        return kind == Kind.WORD && text.toUpperCase(Locale.ROOT).equals(keyword);
    }

    int end() {
        return start + text.length();
    }
}
