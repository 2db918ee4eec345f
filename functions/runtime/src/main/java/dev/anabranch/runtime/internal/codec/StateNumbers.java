package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/**
 * Which numbers come out of a state machine as they went in. JSONata calculates with double precision
 * (https://docs.jsonata.org/simple#numbers), and a state machine may write a number anew wherever a value passes through an expression: an
 * integer beyond 2^53, a decimal with more digits than a double has, or minus zero would be another one afterwards, and {@code 1.10} would
 * lose its scale. Values with such numbers travel by reference.
 */
public final class StateNumbers {

    /** Up to here doubles have every integer. */
    private static final long LARGEST = 1L << 53;

    private StateNumbers() {}

    /** True where all numbers of a value are kept. */
    public static boolean keepAll(JsonNode json) {
        try (JsonParser parser = TaskJson.tree().treeAsTokens(json)) {
            return keepAll(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True where all numbers from here to the end of the document are kept. */
    public static boolean keepAll(JsonParser json) throws IOException {
        boolean kept = true;
        while (kept && json.nextToken() != null) {
            kept = keep(json);
        }
        return kept;
    }

    /** True where all numbers of the value that the parser stands at are kept. Leaves the parser at its end. */
    public static boolean keepNext(JsonParser json) throws IOException {
        boolean kept = keep(json);
        for (int depth = change(json.currentToken()); depth > 0; depth += change(json.nextToken())) {
            kept = kept && keep(json);
        }
        return kept;
    }

    private static int change(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private static boolean keep(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT -> isKeptInteger(json);
            case VALUE_NUMBER_FLOAT -> isKept(json.getDecimalValue(), json.getText());
            default -> true;
        };
    }

    private static boolean isKeptInteger(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT -> json.getIntValue() != 0 || !json.getText().startsWith("-");
            case LONG -> Math.abs(json.getLongValue()) <= LARGEST;
            default -> false;
        };
    }

    private static boolean isKept(BigDecimal number, String text) {
        if (number.signum() == 0 && text.startsWith("-")) {
            return false;
        }
        double nearest = number.doubleValue();
        return !Double.isInfinite(nearest) && BigDecimal.valueOf(nearest).equals(number);
    }
}
