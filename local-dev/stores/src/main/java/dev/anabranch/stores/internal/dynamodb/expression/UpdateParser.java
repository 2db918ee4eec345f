package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A parser for update expressions, after
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">AWS's
 * grammar</a>.
 */
final class UpdateParser {

    private static final int MAX_DEPTH = 100;

    private final TokenReader tokens;
    private final List<UpdateAction> actions = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int depth;

    private UpdateParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    static ParsedExpression<List<UpdateAction>> parse(String text) {
        TokenReader tokens = new TokenReader(Expressions.UPDATE, text);
        UpdateParser parser = new UpdateParser(tokens);
        do {
            parser.section();
        } while (tokens.peek().kind() == Token.Kind.WORD);
        return tokens.done(List.copyOf(parser.actions));
    }

    private void section() {
        String keyword = tokens.peek().text().toUpperCase(Locale.ROOT);
        Supplier<UpdateAction> action =
                switch (keyword) {
                    case "SET" -> this::set;
                    case "REMOVE" -> () -> new UpdateAction.Remove(tokens.path());
                    case "ADD" -> () -> new UpdateAction.Add(tokens.path(), tokens.value());
                    case "DELETE" -> () -> new UpdateAction.Delete(tokens.path(), tokens.value());
                    default -> throw tokens.syntaxError();
                };
        tokens.next();
        if (!seen.add(keyword)) {
            throw tokens.invalid("The \"" + keyword + "\" section can only be used once in an update expression;");
        }
        do {
            actions.add(action.get());
        } while (tokens.skip(","));
    }

    private UpdateAction set() {
        DocumentPath path = tokens.path();
        tokens.expect("=");
        if (tokens.peek().is("(") && !isSign(tokens.afterParentheses())) {
            tokens.next();
            SetValue value = sum();
            tokens.expect(")");
            return new UpdateAction.Set(path, value);
        }
        return new UpdateAction.Set(path, sum());
    }

    /** Parses an operand, or two with a sign between them. */
    private SetValue sum() {
        SetValue left = operand();
        if (isSign(tokens.peek())) {
            boolean minus = tokens.next().is("-");
            return new SetValue.Sum(left, operand(), minus);
        }
        return left;
    }

    private static boolean isSign(Token token) {
        return token.is("+") || token.is("-");
    }

    private SetValue operand() {
        if (++depth > MAX_DEPTH) {
            throw tokens.invalid("The expression has too many nested functions");
        }
        boolean parenthesis = tokens.skip("(");
        SetValue operand = simpleOperand();
        if (parenthesis) {
            tokens.expect(")");
        }
        depth--;
        return operand;
    }

    private SetValue simpleOperand() {
        if (tokens.atValue()) {
            return new SetValue.Value(tokens.value());
        }
        return tokens.atFunction() ? function() : new SetValue.Path(tokens.path());
    }

    private SetValue function() {
        String function = tokens.next().text();
        tokens.expect("(");
        SetValue value =
                switch (function) {
                    case "if_not_exists" -> new SetValue.IfNotExists(tokens.path(), second());
                    case "list_append" -> new SetValue.ListAppend(operand(), second());
                    case "attribute_exists",
                            "attribute_not_exists",
                            "attribute_type",
                            "begins_with",
                            "contains",
                            "size" ->
                        throw tokens.invalid(
                                "The function is not allowed in an update expression; function: " + function);
                    default -> throw tokens.invalid("Invalid function name; function: " + function);
                };
        tokens.expect(")");
        return value;
    }

    private SetValue second() {
        tokens.expect(",");
        return operand();
    }
}
