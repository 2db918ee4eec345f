package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.ItemSize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** Reads the tokens of one expression, collects its placeholders, and creates syntax errors in DynamoDB's wording. */
final class TokenReader {

    private static final int MAX_EXPRESSION_BYTES = 4096;

    private final String kind;
    private final String text;
    private final List<Token> tokens;
    private final Set<String> names = new HashSet<>();
    private final Set<String> values = new HashSet<>();
    private int at;

    TokenReader(String kind, String text) {
        this.kind = kind;
        this.text = text;
        if (text.isBlank()) {
            throw invalid("The expression can not be empty;");
        }
        if (ItemSize.utf8(text) > MAX_EXPRESSION_BYTES) {
            throw invalid(
                    "Expression size has exceeded the maximum allowed size; expression size: " + ItemSize.utf8(text));
        }
        this.tokens = Lexer.tokens(kind, text);
    }

    <T> ParsedExpression<T> done(T tree) {
        if (peek().kind() != Token.Kind.END) {
            throw syntaxError();
        }
        return new ParsedExpression<>(tree, Set.copyOf(names), Set.copyOf(values));
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    boolean skip(String symbol) {
        boolean found = peek().is(symbol);
        if (found) {
            at++;
        }
        return found;
    }

    boolean skipKeyword(String keyword) {
        boolean found = peek().isKeyword(keyword);
        if (found) {
            at++;
        }
        return found;
    }

    void expect(String symbol) {
        if (!skip(symbol)) {
            throw syntaxError();
        }
    }

    /** Returns the token after the parenthesis that closes the one at the reader's position; the end if none does. */
    Token afterParentheses() {
        return tokens.get(Math.min(closing(at) + 1, tokens.size() - 1));
    }

    /**
     * Skips an opening parenthesis.
     *
     * @throws DynamoDbException if the same text is in two pairs of parentheses, as in {@code ((a = b))}
     */
    void openParenthesis() {
        int closing = closing(at);
        // Without a closing parenthesis, closing is the end, and the parser reports the missing one.
        if (peekSecond().is("(") && tokens.get(closing).is(")") && closing(at + 1) + 1 == closing) {
            throw invalid("The expression has redundant parentheses;");
        }
        expect("(");
    }

    /** Returns the position of the parenthesis that closes the one at {@code opening}; of the end if none does. */
    private int closing(int opening) {
        int open = 0;
        for (int i = opening; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                open++;
            } else if (tokens.get(i).is(")") && --open == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    boolean atValue() {
        return peek().kind() == Token.Kind.VALUE;
    }

    /** Returns true if the next tokens are a word and an opening parenthesis. */
    boolean atFunction() {
        return peek().kind() == Token.Kind.WORD && peekSecond().is("(");
    }

    String value() {
        if (!atValue()) {
            throw syntaxError();
        }
        String placeholder = next().text();
        values.add(placeholder);
        return placeholder;
    }

    DocumentPath path() {
        List<DocumentPath.Step> steps = new ArrayList<>();
        steps.add(name());
        while (true) {
            if (skip(".")) {
                steps.add(name());
            } else if (skip("[")) {
                steps.add(index());
                expect("]");
            } else {
                return new DocumentPath(steps);
            }
        }
    }

    private DocumentPath.Name name() {
        Token token = peek();
        if (token.kind() == Token.Kind.NAME) {
            names.add(token.text());
        } else if (token.kind() != Token.Kind.WORD
                || Character.isDigit(token.text().charAt(0))) {
            throw syntaxError();
        } else if (ReservedWords.contain(token.text())) {
            throw invalid("Attribute name is a reserved keyword; reserved keyword: " + token.text());
        }
        next();
        return new DocumentPath.Name(token.text());
    }

    private DocumentPath.Index index() {
        if (peek().kind() != Token.Kind.INDEX) {
            throw syntaxError();
        }
        try {
            return new DocumentPath.Index(Integer.parseInt(next().text()));
        } catch (NumberFormatException e) {
            throw invalid("List index is not within the allowable range");
        }
    }

    DynamoDbException syntaxError() {
        Token token = peek();
        int from = at == 0 ? token.start() : tokens.get(at - 1).start();
        int to = Math.min(text.length(), peekSecond().end());
        return invalid("Syntax error; token: \"" + token.text() + "\", near: \""
                + text.substring(Math.min(from, to), to) + "\"");
    }

    DynamoDbException invalid(String problem) {
        return DynamoDbErrors.validation("Invalid " + kind + ": " + problem);
    }
}
