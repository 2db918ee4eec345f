package dev.anabranch.stores.internal.dynamodb.item;

import java.math.BigDecimal;

/**
 * Parses and formats DynamoDB's numbers: up to 38 significant digits and magnitudes from 1E-130 to 9.99...E+125
 * (<a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">limits</a>).
 */
public final class DynamoDbNumbers {

    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 125;
    private static final int MIN_EXPONENT = -130;

    /** The digits of the integers that are added without BigDecimal; the sum of two of them fits into a long. */
    private static final int PLAIN_LONG_DIGITS = 18;

    private DynamoDbNumbers() {}

    public static BigDecimal parse(String text) {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw DynamoDbErrors.validation("The parameter cannot be converted to a numeric value: " + text);
        }
        return checked(value);
    }

    /**
     * Returns the number without trailing zeros.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if precision or magnitude exceeds the
     *     limits
     */
    public static BigDecimal checked(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent > MAX_EXPONENT) {
            throw DynamoDbErrors.validation(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range");
        }
        if (exponent < MIN_EXPONENT) {
            throw DynamoDbErrors.validation(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        if (stripped.precision() > MAX_DIGITS) {
            throw DynamoDbErrors.validation("Attempting to store more than 38 significant digits in a Number");
        }
        return stripped;
    }

    static String normalise(String text) {
        return isPlainInteger(text, MAX_DIGITS) ? text : format(parse(text));
    }

    public static String format(BigDecimal value) {
        return value.toPlainString();
    }

    /**
     * Returns the sum of two numbers in normal form, in normal form.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if precision or magnitude exceeds the
     *     limits
     */
    public static String sum(String augend, String addend) {
        return isPlainInteger(augend, PLAIN_LONG_DIGITS) && isPlainInteger(addend, PLAIN_LONG_DIGITS)
                ? Long.toString(Long.parseLong(augend) + Long.parseLong(addend))
                : format(checked(new BigDecimal(augend).add(new BigDecimal(addend))));
    }

    /** Returns the difference of two numbers, like {@link #sum}. */
    public static String difference(String minuend, String subtrahend) {
        return format(checked(new BigDecimal(minuend).subtract(new BigDecimal(subtrahend))));
    }

    /**
     * Returns true for a non-negative integer in normal form. A fast path without BigDecimal, since most numbers are
     * such.
     */
    private static boolean isPlainInteger(String text, int mostDigits) {
        int length = text.length();
        if (length == 0 || length > mostDigits) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return length == 1 || text.charAt(0) != '0';
    }
}
