package dev.anabranch.engine.internal.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Formats and parses timestamps of the context object and of Wait states. */
public final class Timestamps {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern RFC3339 =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 9999;
    private static final int LENGTH = 24;
    private static final int NANOS_OF_MILLI = 1_000_000;

    /** The latest timestamp. Many states are entered at the same time. */
    private static volatile Formatted latest = new Formatted(Instant.EPOCH, "1970-01-01T00:00:00.000Z");

    private record Formatted(Instant instant, String text) {}

    private Timestamps() {}

    /**
     * Formats a timestamp with milliseconds. Avoids the formatter for years with four digits, because every entered
     * state needs a timestamp.
     */
    public static String text(Instant instant) {
        Formatted known = latest;
        if (!known.instant().equals(instant)) {
            known = new Formatted(instant, format(instant));
            latest = known;
        }
        return known.text();
    }

    private static String format(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
            return MILLIS.format(instant);
        }
        StringBuilder text = new StringBuilder(LENGTH).append(time.getYear()).append('-');
        twoDigits(text, time.getMonthValue()).append('-');
        twoDigits(text, time.getDayOfMonth()).append('T');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        twoDigits(text, time.getSecond()).append('.');
        int millis = instant.getNano() / NANOS_OF_MILLI;
        text.append((char) ('0' + millis / 100));
        return twoDigits(text, millis % 100).append('Z').toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /**
     * Returns true if the text is a timestamp that a definition may contain: RFC 3339, with an upper-case T and Z.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html">Wait state</a>
     */
    public static boolean isRfc3339(String text) {
        try {
            return RFC3339.matcher(text).matches() && parse(text) != null;
        } catch (DateTimeException impossibleDate) {
            return false;
        }
    }

    /**
     * Parses an ISO-8601 date-time with an offset.
     *
     * @throws java.time.format.DateTimeParseException if the text is invalid
     */
    public static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
