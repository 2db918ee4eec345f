package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.ChoiceCondition;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.engine.internal.value.Timestamps;
import dev.anabranch.engine.internal.value.Wildcards;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Evaluates the condition of one rule of a Choice state. */
public final class ConditionTest implements ChoiceCondition.Visitor<Boolean> {

    private final StateQuery query;
    private final int rule;

    /** @param rule the index of the rule, for error messages */
    public ConditionTest(StateQuery query, int rule) {
        this.query = query;
        this.rule = rule;
    }

    @Override
    public Boolean visitComputed(ChoiceCondition.Computed condition) {
        String field = "Choices[" + rule + "]/Condition";
        SettingField setting = new SettingField(
                field, condition.setting().kind(), condition.setting().value());
        JsonNode value = query.value(setting);
        return setting.kind() == SettingField.Kind.LITERAL
                ? value.booleanValue()
                : JsonataEvaluator.expect(value, setting.text(), field, "boolean")
                        .booleanValue();
    }

    @Override
    public Boolean visitAnd(ChoiceCondition.And condition) {
        return condition.conditions().stream().allMatch(part -> part.accept(this));
    }

    @Override
    public Boolean visitOr(ChoiceCondition.Or condition) {
        return condition.conditions().stream().anyMatch(part -> part.accept(this));
    }

    @Override
    public Boolean visitNot(ChoiceCondition.Not condition) {
        return !condition.condition().accept(this);
    }

    @Override
    public Boolean visitComparison(ChoiceCondition.Comparison comparison) {
        JsonPathQuery paths = (JsonPathQuery) query;
        String operator = comparison.operator();
        JsonNode operand = comparison.operand();
        if (operator.equals("IsPresent")) {
            return paths.exists(comparison.variable()) == operand.booleanValue();
        }
        if (!paths.exists(comparison.variable())) {
            throw new QueryException(
                    QueryException.RUNTIME,
                    "Invalid path '" + comparison.variable()
                            + "': The choice state's condition path references an invalid value.");
        }
        JsonNode value = paths.read(comparison.variable(), "Variable");
        if (operator.startsWith("Is")) {
            return isOfType(operator, value) == operand.booleanValue();
        }
        if (operator.endsWith("Path")) {
            return compare(
                    operator.substring(0, operator.length() - "Path".length()),
                    value,
                    paths.read(operand.textValue(), operator));
        }
        return compare(operator, value, operand);
    }

    private static boolean isOfType(String operator, JsonNode value) {
        return switch (operator) {
            case "IsNull" -> value.isNull();
            case "IsNumeric" -> value.isNumber();
            case "IsString" -> value.isTextual();
            case "IsBoolean" -> value.isBoolean();
            default -> moment(value) != null;
        };
    }

    private static boolean compare(String operator, JsonNode value, JsonNode operand) {
        if (operator.startsWith("Boolean")) {
            return value.isBoolean() && operand.isBoolean() && value.booleanValue() == operand.booleanValue();
        }
        if (operator.equals("StringMatches")) {
            return value.isTextual() && Wildcards.match(operand.textValue(), value.textValue());
        }
        Integer order = order(operator, value, operand);
        if (order == null) {
            return false;
        }
        if (operator.endsWith("LessThanEquals")) {
            return order <= 0;
        }
        if (operator.endsWith("GreaterThanEquals")) {
            return order >= 0;
        }
        if (operator.endsWith("LessThan")) {
            return order < 0;
        }
        return operator.endsWith("GreaterThan") ? order > 0 : order == 0;
    }

    /** Compares two values as the type of the operator. Returns null if one of them has another type. */
    private static @Nullable Integer order(String operator, JsonNode value, JsonNode operand) {
        if (operator.startsWith("Numeric")) {
            return value.isNumber() && operand.isNumber() ? (Integer) SettingNumbers.compare(value, operand) : null;
        }
        if (operator.startsWith("Timestamp")) {
            Instant moment = moment(value);
            Instant other = moment(operand);
            return moment == null || other == null ? null : moment.compareTo(other);
        }
        return value.isTextual() && operand.isTextual() ? value.textValue().compareTo(operand.textValue()) : null;
    }

    private static @Nullable Instant moment(JsonNode value) {
        try {
            return value.isTextual() ? Timestamps.parse(value.textValue()) : null;
        } catch (DateTimeException notMoment) {
            return null;
        }
    }
}
