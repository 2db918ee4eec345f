package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import java.util.ArrayList;
import java.util.List;

/** Splits an expression into tokens. */
final class Lexer {

    private static final String DOUBLE_SYMBOLS = "<> <= >=";
    private static final String SYMBOLS = "()[].,=<>+-";

    private final String kind;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /**
     * @param kind the name of the request parameter that contains the expression, used in messages
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if a character is not part of any token
     */
    static List<Token> tokens(String kind, String text) {
        return new Lexer(kind, text).run();
    }

    private List<Token> run() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                Token token = next();
                tokens.add(token);
                at = token.end();
            }
        }
        tokens.add(new Token(Token.Kind.END, "<EOF>", at));
        return tokens;
    }

    private Token next() {
        char c = text.charAt(at);
        if (c == '#' || c == ':') {
            int end = wordEnd(at + 1);
            if (end > at + 1) {
                return token(c == '#' ? Token.Kind.NAME : Token.Kind.VALUE, end);
            }
        } else if (isDigit(c)) {
            int end = at;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            return token(Token.Kind.INDEX, end);
        } else if (isWordPart(c)) {
            return token(Token.Kind.WORD, wordEnd(at));
        } else if (at + 2 <= text.length() && isDoubleSymbol(text.substring(at, at + 2))) {
            return token(Token.Kind.SYMBOL, at + 2);
        } else if (SYMBOLS.indexOf(c) >= 0) {
            return token(Token.Kind.SYMBOL, at + 1);
        }
        throw DynamoDbErrors.validation("Invalid " + kind + ": Syntax error; token: \"" + c + "\", near: \""
                + text.substring(Math.max(0, at - 1), Math.min(text.length(), at + 2)) + "\"");
    }

    private static boolean isDoubleSymbol(String two) {
        return DOUBLE_SYMBOLS.contains(two) && two.indexOf(' ') < 0;
    }

    private Token token(Token.Kind tokenKind, int end) {
        return new Token(tokenKind, text.substring(at, end), at);
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return isDigit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
