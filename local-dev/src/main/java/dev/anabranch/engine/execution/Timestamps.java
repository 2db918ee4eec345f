package dev.anabranch.engine.execution;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as the context object and Wait states write them. */
final class Timestamps {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    static String text(Instant instant) {
        return MILLIS.format(instant);
    }

    /**
     * Reads an ISO-8601 extended offset date-time.
     *
     * @throws java.time.format.DateTimeParseException if it is none
     */
    static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
