package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/**
 * Determines which numbers a state machine preserves. JSONata uses double precision
 * (https://docs.jsonata.org/simple#numbers), and a state machine may rewrite a number when a value passes through an
 * expression. An integer beyond 2^53, a decimal with more digits than a double, minus zero, and the scale of {@code
 * 1.10} would be changed silently. Values with such numbers are passed by reference.
 */
public final class StateNumbers {

    /** The largest integer up to which doubles represent every integer. */
    private static final long LARGEST = 1L << 53;

    private StateNumbers() {}

    /** Returns true if all numbers of a value are preserved. */
    public static boolean preservesAll(JsonNode json) {
        try (JsonParser parser = TaskJson.tree().treeAsTokens(json)) {
            return preservesAll(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns true if all numbers in the rest of the document are preserved. */
    public static boolean preservesAll(JsonParser json) throws IOException {
        boolean preserved = true;
        while (preserved && json.nextToken() != null) {
            preserved = preserves(json);
        }
        return preserved;
    }

    /** Returns true if all numbers of the current value are preserved. Moves the parser to the end of the value. */
    public static boolean preservesNext(JsonParser json) throws IOException {
        boolean preserved = preserves(json);
        for (int depth = change(json.currentToken()); depth > 0; depth += change(json.nextToken())) {
            preserved = preserved && preserves(json);
        }
        return preserved;
    }

    private static int change(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private static boolean preserves(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT -> preservesInteger(json);
            case VALUE_NUMBER_FLOAT -> preservesDecimal(json.getDecimalValue(), json.getText());
            default -> true;
        };
    }

    private static boolean preservesInteger(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT -> json.getIntValue() != 0 || !json.getText().startsWith("-");
            case LONG -> Math.abs(json.getLongValue()) <= LARGEST;
            default -> false;
        };
    }

    private static boolean preservesDecimal(BigDecimal number, String text) {
        if (number.signum() == 0 && text.startsWith("-")) {
            return false;
        }
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest)) {
            return false;
        }
        BigDecimal kept = BigDecimal.valueOf(nearest);
        return kept.compareTo(number) == 0 && kept.scale() == number.scale();
    }
}
