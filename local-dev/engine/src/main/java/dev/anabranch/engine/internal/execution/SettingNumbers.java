package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers in settings. */
final class SettingNumbers {

    private SettingNumbers() {}

    /** Compares two numbers, one of which may be too large for JSON's usual readers: 1e400 is infinite. */
    static int compare(JsonNode one, JsonNode other) {
        return Double.isFinite(one.doubleValue()) && Double.isFinite(other.doubleValue())
                ? one.decimalValue().compareTo(other.decimalValue())
                : Double.compare(one.doubleValue(), other.doubleValue());
    }

    /** A whole number; under a path a text with one will do, as it does on AWS. */
    static long whole(SettingField setting, JsonNode value) {
        BigDecimal number = number(setting, value);
        if (number != null) {
            try {
                return number.longValueExact();
            } catch (ArithmeticException notWhole) {
                return refuse(setting, value, "integer");
            }
        }
        return refuse(setting, value, "integer");
    }

    /** A number from 0 to 100, or whatever stands there: the caller knows the bounds. */
    static double decimal(SettingField setting, JsonNode value) {
        BigDecimal number = number(setting, value);
        return number == null ? refuse(setting, value, "float") : number.doubleValue();
    }

    private static @Nullable BigDecimal number(SettingField setting, JsonNode value) {
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value.decimalValue();
        }
        if (setting.kind() == SettingField.Kind.PATH && value.isTextual()) {
            try {
                return new BigDecimal(value.textValue());
            } catch (NumberFormatException notNumber) {
                return null;
            }
        }
        return null;
    }

    private static long refuse(SettingField setting, JsonNode value, String kind) {
        if (setting.kind() == SettingField.Kind.PATH) {
            throw new QueryException(
                    QueryException.RUNTIME,
                    "The " + setting.field() + " field refers to value \""
                            + (value.isTextual() ? value.textValue() : value.toString())
                            + "\" which is not a valid " + kind + ": " + setting.text());
        }
        if (setting.kind() == SettingField.Kind.JSONATA) {
            JsonataEvaluator.expect(value, setting.text(), setting.field(), "integer");
        }
        throw new QueryException(
                QueryException.QUERY_EVALUATION,
                "The field '" + setting.field() + "' must be a whole number but was: " + value);
    }
}
