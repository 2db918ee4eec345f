package dev.anabranch.engine.internal.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Converts and checks the numbers of settings. */
public final class SettingNumbers {

    /** The maximum of a wait and of a timeout. */
    public static final long MOST_SECONDS = 99_999_999;

    private SettingNumbers() {}

    /** Compares two numbers. A number such as 1e400, which exceeds the range of a double, is infinite. */
    public static int compare(JsonNode one, JsonNode other) {
        return Double.isFinite(one.doubleValue()) && Double.isFinite(other.doubleValue())
                ? one.decimalValue().compareTo(other.decimalValue())
                : Double.compare(one.doubleValue(), other.doubleValue());
    }

    /**
     * Returns an integer. For a path, a text with an integer is accepted, as on AWS.
     *
     * @throws QueryException if the value is not an integer
     */
    public static long whole(SettingField setting, JsonNode value) {
        if (value.isInt() || value.isLong()) {
            return value.longValue();
        }
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
     * Returns a number of seconds.
     *
     * @throws QueryException if the value is not an integer from {@code least} to 99,999,999
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

    /** Returns the expression without its delimiters. */
    private static String source(SettingField setting) {
        return setting.text().substring(2, setting.text().length() - 2).strip();
    }

    /**
     * Returns a number. The caller checks its bounds.
     *
     * @throws QueryException if the value is not a number
     */
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
