package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers in settings. */
public final class SettingNumbers {

    /** The longest wait and timeout. */
    public static final long MOST_SECONDS = 99_999_999;

    private SettingNumbers() {}

    /** Compares two numbers, one of which may be too large for JSON's usual readers: 1e400 is infinite. */
    public static int compare(JsonNode one, JsonNode other) {
        return Double.isFinite(one.doubleValue()) && Double.isFinite(other.doubleValue())
                ? one.decimalValue().compareTo(other.decimalValue())
                : Double.compare(one.doubleValue(), other.doubleValue());
    }

    /** A whole number; under a path a text with one will do, as it does on AWS. */
    public static long whole(SettingField setting, JsonNode value) {
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

    /**
     * A number of seconds, from {@code least} to 99,999,999.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Value out of range</a>
     */
    public static long seconds(SettingField setting, JsonNode value, long least) {
        long seconds = whole(setting, value);
        if (seconds < least || seconds > MOST_SECONDS) {
            boolean expression = setting.kind() == SettingField.Kind.JSONATA;
            throw new QueryException(
                    expression ? QueryException.QUERY_EVALUATION : QueryException.RUNTIME,
                    (expression
                                    ? "The JSONata expression '" + source(setting) + "' specified for the field '"
                                            + setting.field() + "' returned a value out of range"
                                    : "The " + setting.field() + " field refers to a value out of range")
                            + ". Expected " + least + " to " + MOST_SECONDS + ", but was: " + seconds);
        }
        return seconds;
    }

    /** The expression without its braces. */
    private static String source(SettingField setting) {
        return setting.text().substring(2, setting.text().length() - 2).strip();
    }

    /** A number from 0 to 100, or whatever stands there: the caller knows the bounds. */
    public static double decimal(SettingField setting, JsonNode value) {
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
