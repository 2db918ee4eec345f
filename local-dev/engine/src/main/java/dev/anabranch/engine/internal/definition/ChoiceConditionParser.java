package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.value.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses the conditions of Choice rules. */
final class ChoiceConditionParser {

    private static final Set<String> ORDERED = Set.of("String", "Numeric", "Timestamp");
    private static final List<String> OPERATORS = operators();

    private ChoiceConditionParser() {}

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

    static ChoiceCondition parse(DefinitionFields rule, QueryLanguage language) {
        return language == QueryLanguage.JSONATA ? computed(rule) : tested(rule);
    }

    private static ChoiceCondition computed(DefinitionFields rule) {
        SettingField setting = rule.setting("Condition", QueryLanguage.JSONATA);
        if (setting == null) {
            rule.missing("Condition");
            return new ChoiceCondition.And(List.of());
        }
        if (setting.kind() == SettingField.Kind.LITERAL && !setting.value().isBoolean()) {
            rule.diagnostics().schema(rule.at("Condition"), "Expected a boolean or a JSONata expression");
        }
        return new ChoiceCondition.Computed(setting);
    }

    private static ChoiceCondition tested(DefinitionFields rule) {
        if (rule.has("And")) {
            return new ChoiceCondition.And(nested(rule, "And"));
        }
        if (rule.has("Or")) {
            return new ChoiceCondition.Or(nested(rule, "Or"));
        }
        if (rule.has("Not")) {
            DefinitionFields inner = rule.requiredObject("Not");
            ChoiceCondition condition = tested(inner);
            inner.close("a comparison");
            return new ChoiceCondition.Not(condition);
        }
        return comparison(rule);
    }

    private static List<ChoiceCondition> nested(DefinitionFields rule, String field) {
        List<ChoiceCondition> conditions = new ArrayList<>();
        for (DefinitionFields inner : rule.objects(field)) {
            conditions.add(tested(inner));
            inner.close("a comparison");
        }
        if (conditions.isEmpty()) {
            rule.diagnostics().schema(rule.at(field), "Expected at least one comparison");
        }
        return conditions;
    }

    private static ChoiceCondition comparison(DefinitionFields rule) {
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

    private static ChoiceCondition comparison(
            DefinitionFields rule, String variable, @Nullable String operator, @Nullable JsonNode operand) {
        if (operator == null || operand == null) {
            rule.diagnostics().schema(rule.location(), "Expected one comparison operator, for example StringEquals");
            return new ChoiceCondition.And(List.of());
        }
        String wrong = wrongOperand(operator, operand);
        if (wrong != null) {
            rule.diagnostics().schema(rule.at(operator), wrong);
        } else if (operator.endsWith("Path")) {
            rule.checkPath(operator, operand.textValue());
        }
        return new ChoiceCondition.Comparison(variable, operator, operand);
    }

    private static @Nullable String wrongOperand(String operator, JsonNode operand) {
        if (operator.endsWith("Path") || operator.startsWith("String") || operator.startsWith("Timestamp")) {
            if (!operand.isTextual()) {
                return "Expected value of type String";
            }
            boolean literalTime = operator.startsWith("Timestamp") && !operator.endsWith("Path");
            return literalTime && !Timestamps.isRfc3339(operand.textValue()) ? DefinitionFields.NO_TIMESTAMP : null;
        }
        if (operator.startsWith("Numeric")) {
            return operand.isNumber() ? null : "Expected value of type Number";
        }
        return operand.isBoolean() ? null : "Expected value of type Boolean";
    }
}
