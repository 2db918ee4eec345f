package dev.anabranch.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of Choice rules. */
final class ConditionParser {

    private static final Set<String> ORDERED = Set.of("String", "Numeric", "Timestamp");
    private static final List<String> OPERATORS = operators();

    private ConditionParser() {}

    private static List<String> operators() {
        List<String> operators = new ArrayList<>();
        for (String type : ORDERED) {
            for (String relation :
                    List.of("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")) {
                operators.add(type + relation);
                operators.add(type + relation + "Path");
            }
        }
        operators.addAll(List.of(
                "BooleanEquals",
                "BooleanEqualsPath",
                "StringMatches",
                "IsBoolean",
                "IsNull",
                "IsNumeric",
                "IsPresent",
                "IsString",
                "IsTimestamp"));
        return operators;
    }

    static Condition parse(Fields rule, QueryLanguage language) {
        return language == QueryLanguage.JSONATA ? computed(rule) : tested(rule);
    }

    private static Condition computed(Fields rule) {
        Setting setting = rule.setting("Condition", QueryLanguage.JSONATA);
        if (setting == null) {
            rule.missing("Condition");
            return new Condition.And(List.of());
        }
        if (setting.kind() == Setting.Kind.LITERAL && !setting.value().isBoolean()) {
            rule.diagnostics().schema(rule.at("Condition"), "Expected a boolean or a JSONata expression");
        }
        return new Condition.Computed(setting);
    }

    private static Condition tested(Fields rule) {
        if (rule.has("And")) {
            return new Condition.And(nested(rule, "And"));
        }
        if (rule.has("Or")) {
            return new Condition.Or(nested(rule, "Or"));
        }
        if (rule.has("Not")) {
            Fields inner = rule.requiredObject("Not");
            Condition condition = tested(inner);
            inner.close("a comparison");
            return new Condition.Not(condition);
        }
        return comparison(rule);
    }

    private static List<Condition> nested(Fields rule, String field) {
        List<Condition> conditions = new ArrayList<>();
        for (Fields inner : rule.objects(field)) {
            conditions.add(tested(inner));
            inner.close("a comparison");
        }
        if (conditions.isEmpty()) {
            rule.diagnostics().schema(rule.at(field), "Expected at least one comparison");
        }
        return conditions;
    }

    private static Condition comparison(Fields rule) {
        String variable = rule.requiredText("Variable");
        if (!variable.isEmpty()) {
            rule.checkPath("Variable", variable);
        }
        String operator = null;
        JsonNode operand = null;
        for (String candidate : OPERATORS) {
            if (rule.has(candidate)) {
                operator = candidate;
                operand = rule.any(candidate);
            }
        }
        return comparison(rule, variable, operator, operand);
    }

    private static Condition comparison(
            Fields rule, String variable, @Nullable String operator, @Nullable JsonNode operand) {
        if (operator == null || operand == null) {
            rule.diagnostics().schema(rule.location(), "Expected one comparison operator, for instance StringEquals");
            return new Condition.And(List.of());
        }
        String wrong = wrongOperand(operator, operand);
        if (wrong != null) {
            rule.diagnostics().schema(rule.at(operator), wrong);
        } else if (operator.endsWith("Path")) {
            rule.checkPath(operator, operand.textValue());
        }
        return new Condition.Comparison(variable, operator, operand);
    }

    private static @Nullable String wrongOperand(String operator, JsonNode operand) {
        if (operator.endsWith("Path") || operator.startsWith("String") || operator.startsWith("Timestamp")) {
            return operand.isTextual() ? null : "Expected value of type String";
        }
        if (operator.startsWith("Numeric")) {
            return operand.isNumber() ? null : "Expected value of type Number";
        }
        return operand.isBoolean() ? null : "Expected value of type Boolean";
    }
}
