package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A recursive descent parser for conditions, after
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">AWS's
 * grammar</a>: NOT has a higher precedence than AND, and AND than OR.
 */
final class ItemConditionParser {

    private static final int MAX_IN_OPERANDS = 100;
    private static final int MAX_DEPTH = 300;

    private static final Map<String, ItemCondition.Comparator> COMPARATORS = Map.of(
            "=", ItemCondition.Comparator.EQ,
            "<>", ItemCondition.Comparator.NE,
            "<", ItemCondition.Comparator.LT,
            "<=", ItemCondition.Comparator.LE,
            ">", ItemCondition.Comparator.GT,
            ">=", ItemCondition.Comparator.GE);

    private final TokenReader tokens;
    private int depth;

    private ItemConditionParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    static ParsedExpression<ItemCondition> parse(String kind, String text) {
        TokenReader tokens = new TokenReader(kind, text);
        return tokens.done(new ItemConditionParser(tokens).or());
    }

    private ItemCondition or() {
        if (++depth > MAX_DEPTH) {
            throw tokens.invalid("The expression has too many nested conditions");
        }
        ItemCondition condition = and();
        while (tokens.skipKeyword("OR")) {
            condition = new ItemCondition.Or(condition, and());
        }
        depth--;
        return condition;
    }

    private ItemCondition and() {
        ItemCondition condition = not();
        while (tokens.skipKeyword("AND")) {
            condition = new ItemCondition.And(condition, not());
        }
        return condition;
    }

    private ItemCondition not() {
        boolean negated = false;
        while (tokens.skipKeyword("NOT")) {
            negated = !negated;
        }
        ItemCondition condition = primary();
        return negated ? new ItemCondition.Not(condition) : condition;
    }

    private ItemCondition primary() {
        if (tokens.peek().is("(") && !comparesOperands(tokens.afterParentheses())) {
            tokens.openParenthesis();
            ItemCondition condition = or();
            tokens.expect(")");
            return condition;
        }
        if (tokens.atFunction() && !tokens.peek().text().equals("size")) {
            String name = tokens.peek().text();
            ItemCondition function = function();
            if (comparesOperands(tokens.peek())) {
                throw misused(name);
            }
            return function;
        }
        return comparison(operand());
    }

    private static boolean comparesOperands(Token token) {
        return COMPARATORS.containsKey(token.text()) || token.isKeyword("BETWEEN") || token.isKeyword("IN");
    }

    private ItemCondition comparison(Operand left) {
        if (tokens.skipKeyword("BETWEEN")) {
            Operand low = operand();
            if (!tokens.skipKeyword("AND")) {
                throw tokens.syntaxError();
            }
            return new ItemCondition.Between(left, low, operand());
        }
        if (tokens.skipKeyword("IN")) {
            return new ItemCondition.In(left, candidates());
        }
        ItemCondition.Comparator comparator = COMPARATORS.get(tokens.peek().text());
        if (comparator == null) {
            Token next = tokens.peek();
            boolean whole = next.kind() == Token.Kind.END || next.is(")") || next.kind() == Token.Kind.WORD;
            throw left instanceof Operand.Size && whole ? misused("size") : tokens.syntaxError();
        }
        tokens.next();
        return new ItemCondition.Comparison(left, comparator, operand());
    }

    private List<Operand> candidates() {
        List<Operand> candidates = new ArrayList<>();
        tokens.expect("(");
        do {
            candidates.add(operand());
        } while (tokens.skip(","));
        tokens.expect(")");
        if (candidates.size() > MAX_IN_OPERANDS) {
            throw tokens.invalid(
                    "The IN operator is provided with too many operands; number of operands: " + candidates.size());
        }
        return List.copyOf(candidates);
    }

    private Operand operand() {
        if (tokens.peek().is("(")) {
            tokens.openParenthesis();
            Operand operand = simpleOperand();
            tokens.expect(")");
            return operand;
        }
        return simpleOperand();
    }

    private Operand simpleOperand() {
        if (tokens.atValue()) {
            return new Operand.Value(tokens.value());
        }
        if (!tokens.atFunction()) {
            return new Operand.Path(tokens.path());
        }
        String function = tokens.peek().text();
        if (!function.equals("size")) {
            throw unknown(function);
        }
        tokens.next();
        return new Operand.Size(arguments("size", 1).get(0));
    }

    private ItemCondition function() {
        String function = tokens.next().text();
        return switch (function) {
            case "attribute_exists" -> new ItemCondition.Exists(path(function, arguments(function, 1)), true);
            case "attribute_not_exists" -> new ItemCondition.Exists(path(function, arguments(function, 1)), false);
            case "attribute_type" -> {
                List<Operand> operands = arguments(function, 2);
                yield new ItemCondition.HasType(path(function, operands), operands.get(1));
            }
            case "begins_with" -> {
                List<Operand> operands = arguments(function, 2);
                yield new ItemCondition.BeginsWith(operands.get(0), operands.get(1));
            }
            case "contains" -> {
                List<Operand> operands = arguments(function, 2);
                yield new ItemCondition.Contains(operands.get(0), operands.get(1));
            }
            default -> throw unknown(function);
        };
    }

    private List<Operand> arguments(String function, int count) {
        List<Operand> operands = new ArrayList<>();
        tokens.expect("(");
        do {
            operands.add(operand());
        } while (tokens.skip(","));
        tokens.expect(")");
        if (operands.size() != count) {
            throw tokens.invalid("Incorrect number of operands for operator or function; operator or function: "
                    + function + ", number of operands: " + operands.size());
        }
        return operands;
    }

    private DocumentPath path(String function, List<Operand> operands) {
        if (operands.get(0) instanceof Operand.Path path) {
            return path.path();
        }
        throw tokens.invalid("Operator or function requires a document path; operator or function: " + function);
    }

    private RuntimeException unknown(String function) {
        return switch (function) {
            case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains" ->
                misused(function);
            case "if_not_exists", "list_append" ->
                tokens.invalid("The function is not allowed in a condition expression; function: " + function);
            default -> tokens.invalid("Invalid function name; function: " + function);
        };
    }

    private RuntimeException misused(String function) {
        return tokens.invalid(
                "The function is not allowed to be used this way in an expression; function: " + function);
    }
}
