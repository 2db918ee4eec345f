package dev.anabranch.runtime.internal.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Parses timestamps in the format of Step Functions, {@code 2026-01-01T00:00:00.000Z}, without the formatters of
 * {@code java.time}. Those took a tenth of an action's time, and loading their classes delayed cold starts. Other
 * formats are parsed by {@link Instant#parse}.
 */
final class TimestampParser {

    private static final String SHAPE = "0000-00-00T00:00:00.000Z";
    private static final int NANOS_OF_MILLI = 1_000_000;

    private TimestampParser() {}

    /**
     * Parses a timestamp.
     *
     * @throws java.time.format.DateTimeParseException if the text is not one
     */
    static Instant parse(String text) {
        if (hasShape(text)) {
            try {
                return read(text);
            } catch (DateTimeException outOfRange) {
                return Instant.parse(text); // Accepts 24:00, and reports a month 13 with the JDK's message.
            }
        }
        return Instant.parse(text);
    }

    private static boolean hasShape(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char c = text.charAt(i);
            char shape = SHAPE.charAt(i);
            if (shape == '0' ? c < '0' || c > '9' : c != shape) {
                return false;
            }
        }
        return true;
    }

    private static Instant read(String text) {
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        number(text, 20, 23) * NANOS_OF_MILLI)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
