package dev.anabranch.cloud.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Conditions by recursive descent, after
 * <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">AWS's
 * grammar</a>: NOT binds tighter than AND, AND tighter than OR.
 */
final class ConditionParser {

    private static final int MAX_IN_OPERANDS = 100;
    private static final int MAX_DEPTH = 300;

    private static final Map<String, Condition.Comparator> COMPARATORS = Map.of(
            "=", Condition.Comparator.EQ,
            "<>", Condition.Comparator.NE,
            "<", Condition.Comparator.LT,
            "<=", Condition.Comparator.LE,
            ">", Condition.Comparator.GT,
            ">=", Condition.Comparator.GE);

    private final TokenReader tokens;
    private int depth;

    private ConditionParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    static Parsed<Condition> parse(String kind, String text) {
        TokenReader tokens = new TokenReader(kind, text);
        return tokens.done(new ConditionParser(tokens).or());
    }

    private Condition or() {
        if (++depth > MAX_DEPTH) {
            throw tokens.invalid("The expression has too many nested conditions");
        }
        Condition condition = and();
        while (tokens.skipKeyword("OR")) {
            condition = new Condition.Or(condition, and());
        }
        depth--;
        return condition;
    }

    private Condition and() {
        Condition condition = not();
        while (tokens.skipKeyword("AND")) {
            condition = new Condition.And(condition, not());
        }
        return condition;
    }

    private Condition not() {
        boolean negated = false;
        while (tokens.skipKeyword("NOT")) {
            negated = !negated;
        }
        Condition condition = primary();
        return negated ? new Condition.Not(condition) : condition;
    }

    private Condition primary() {
        if (tokens.skip("(")) {
            Condition condition = or();
            tokens.expect(")");
            return condition;
        }
        if (tokens.atFunction() && !tokens.peek().text().equals("size")) {
            return function();
        }
        return comparison(operand());
    }

    private Condition comparison(Operand left) {
        if (tokens.skipKeyword("BETWEEN")) {
            Operand low = operand();
            if (!tokens.skipKeyword("AND")) {
                throw tokens.syntaxError();
            }
            return new Condition.Between(left, low, operand());
        }
        if (tokens.skipKeyword("IN")) {
            return new Condition.In(left, candidates());
        }
        Condition.Comparator comparator = COMPARATORS.get(tokens.peek().text());
        if (comparator == null) {
            throw tokens.syntaxError();
        }
        tokens.next();
        Operand right = operand();
        if (left instanceof Operand.Path path && left.equals(right)) {
            throw tokens.invalid("The first operand must be distinct from the remaining operands for this operator or"
                    + " function; operator: " + comparator.symbol() + ", first operand: "
                    + path.path());
        }
        return new Condition.Comparison(left, comparator, right);
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
        tokens.expect("(");
        Operand of = operand();
        tokens.expect(")");
        return new Operand.Size(of);
    }

    private Condition function() {
        String function = tokens.next().text();
        tokens.expect("(");
        Condition condition =
                switch (function) {
                    case "attribute_exists" -> new Condition.Exists(tokens.path(), true);
                    case "attribute_not_exists" -> new Condition.Exists(tokens.path(), false);
                    case "attribute_type" -> new Condition.HasType(tokens.path(), second());
                    case "begins_with" -> new Condition.BeginsWith(operand(), second());
                    case "contains" -> new Condition.Contains(operand(), second());
                    default -> throw unknown(function);
                };
        tokens.expect(")");
        return condition;
    }

    private Operand second() {
        tokens.expect(",");
        return operand();
    }

    private RuntimeException unknown(String function) {
        return switch (function) {
            case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains" ->
                tokens.invalid(
                        "The function is not allowed to be used this way in an expression; function: " + function);
            case "if_not_exists", "list_append" ->
                tokens.invalid("The function is not allowed in a condition expression; function: " + function);
            default -> tokens.invalid("Invalid function name; function: " + function);
        };
    }
}
