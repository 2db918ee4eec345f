package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.Locale;

/** One token of an expression, and where it begins in the text. */
record Token(Kind kind, String text, int start) {

    enum Kind {
        /** A bare attribute name, a keyword or a function name. */
        WORD,
        /** {@code #name}. */
        NAME,
        /** {@code :value}. */
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
