package dev.anabranch.engine.internal.query.jsonata;

import org.jspecify.annotations.Nullable;

/**
 * Finds the operators <code>??</code> and <code>?:</code> of JSONata 2.1. AWS runs version 2.0.6, which does not parse
 * them; the library does. They are allowed in strings, quoted names, comments, regular expressions and signatures.
 */
final class LaterOperators {

    private final String text;
    private int at;

    /** True directly after a value, where a slash is a division. */
    private boolean afterValue;

    /** True directly after the parameters of a lambda, where a signature may follow. */
    private boolean afterParameters;

    private int depth;
    private int parametersAt = -1;

    private LaterOperators(String text) {
        this.text = text;
    }

    /** Returns the first of the operators, or null. */
    static @Nullable String first(String expression) {
        return expression.indexOf('?') < 0 ? null : new LaterOperators(expression).scan();
    }

    private @Nullable String scan() {
        while (at < text.length()) {
            if (text.startsWith("??", at) || text.startsWith("?:", at)) {
                return text.substring(at, at + 2);
            }
            step(text.charAt(at));
        }
        return null;
    }

    private void step(char c) {
        boolean signature = afterParameters && c == '<';
        if (!Character.isWhitespace(c)) {
            afterParameters = false;
        }
        if (c == '"' || c == '\'' || c == '`') {
            skipTo(c, at + 1);
            afterValue = true;
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            at = end < 0 ? text.length() : end + 2;
        } else if (c == '/' && !afterValue) {
            skipTo('/', at + 1);
            afterValue = true;
        } else if (signature) {
            skipSignature();
        } else if (Character.isLetterOrDigit(c) || c == '_' || c == '$') {
            word();
        } else {
            punctuation(c);
        }
    }

    private void skipTo(char quote, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        at = Math.min(i + 1, text.length());
    }

    private void skipSignature() {
        int nesting = 0;
        do {
            char c = text.charAt(at++);
            nesting += c == '<' ? 1 : c == '>' ? -1 : 0;
        } while (nesting > 0 && at < text.length());
    }

    private void word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_$".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        afterValue = !(word.equals("and") || word.equals("or") || word.equals("in"));
        if (word.equals("function") || word.equals("\u03bb")) {
            parametersAt = depth + 1;
        }
    }

    private void punctuation(char c) {
        at++;
        if (c == '(') {
            depth++;
        } else if (c == ')') {
            afterParameters = depth == parametersAt;
            parametersAt = afterParameters ? -1 : parametersAt;
            depth--;
        }
        if (!Character.isWhitespace(c)) {
            afterValue = c == ')' || c == ']' || c == '}';
        }
    }
}
