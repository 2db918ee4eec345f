package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Determines which numbers a state machine preserves. JSONata uses double precision
 * (https://docs.jsonata.org/simple#numbers), and a state machine may rewrite a number when a value passes through an
 * expression. An integer beyond 2^53, a decimal with more digits than a double, minus zero, and the scale of {@code
 * 1.10} or {@code 1.0} would be changed silently. Values with such numbers are passed by reference.
 *
 * <p>A scale matters only to a {@link BigDecimal}: a {@code double} is the same number without it. If all decimals of a
 * value are doubles, it stays inline.
 */
public final class StateNumbers {

    /** The largest integer up to which doubles represent every integer. */
    private static final long LARGEST = 1L << 53;

    private StateNumbers() {}

    /** Returns true if all numbers of a value are preserved, with their scales. */
    public static boolean preservesAll(JsonNode json) {
        try (JsonParser parser = TaskJson.tree().treeAsTokens(json)) {
            return preservesAll(parser, () -> true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns true if all numbers of an object are preserved, with the scales of its {@link BigDecimal}s.
     *
     * @throws IllegalArgumentException if it cannot be written as JSON
     */
    public static boolean preservesAllOf(@Nullable Object object) {
        try (TokenBuffer tokens = new TokenBuffer(TaskJson.tree(), false)) {
            TaskJson.tree().writeValue(tokens, object);
            try (JsonParser parser = tokens.asParser()) {
                while (parser.nextToken() != null) {
                    boolean scaled = parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
                            && parser.getNumberType() == JsonParser.NumberType.BIG_DECIMAL;
                    if (!preserves(parser, () -> scaled)) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Returns true if all numbers in the rest of the document are preserved.
     *
     * @param scaled returns true if the document can have a decimal whose scale matters; called only if that decides
     */
    public static boolean preservesAll(JsonParser json, BooleanSupplier scaled) throws IOException {
        boolean preserved = true;
        while (preserved && json.nextToken() != null) {
            preserved = preserves(json, scaled);
        }
        return preserved;
    }

    /**
     * Returns true if all numbers of the current value are preserved. Moves the parser to the end of the value.
     *
     * @param scaled returns true if the value can have a decimal whose scale matters; called only if that decides
     */
    public static boolean preservesNext(JsonParser json, BooleanSupplier scaled) throws IOException {
        boolean preserved = preserves(json, scaled);
        for (int depth = change(json.currentToken()); depth > 0; depth += change(json.nextToken())) {
            preserved = preserved && preserves(json, scaled);
        }
        return preserved;
    }

    private static int change(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private static boolean preserves(JsonParser json, BooleanSupplier scaled) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT -> preservesInteger(json);
            case VALUE_NUMBER_FLOAT -> preservesDecimal(json.getDecimalValue(), json.getText(), scaled);
            default -> true;
        };
    }

    private static boolean preservesInteger(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT -> json.getIntValue() != 0 || !json.getText().startsWith("-");
            case LONG -> json.getLongValue() >= -LARGEST && json.getLongValue() <= LARGEST;
            default -> false;
        };
    }

    private static boolean preservesDecimal(BigDecimal number, String text, BooleanSupplier scaled) {
        if (number.signum() == 0 && text.startsWith("-")) {
            return false;
        }
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest)) {
            return false;
        }
        return BigDecimal.valueOf(nearest).compareTo(number) == 0 && (keepsScale(number) || !scaled.getAsBoolean());
    }

    /**
     * Returns true if every writer of the shortest decimal of a double writes this scale. Trailing zeros and the
     * fraction of a whole number are lost; 0.0001 may become 1.0E-4, which has one more digit.
     */
    private static boolean keepsScale(BigDecimal number) {
        return number.scale() > 0
                && number.unscaledValue().mod(BigInteger.TEN).signum() != 0
                && (number.precision() > 1 || number.scale() <= 3);
    }
}
