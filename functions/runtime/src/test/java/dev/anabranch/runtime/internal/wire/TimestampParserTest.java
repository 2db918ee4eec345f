package dev.anabranch.runtime.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampParserTest {

    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void readsEveryMillisecondLikeTheLibrary() {
        long seed = 20_260_101L;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Instant moment = Instant.ofEpochMilli(random.nextLong(FIRST, LAST + 1));
            String text = MILLIS.format(moment);
            assertThat(TimestampParser.parse(text))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(moment);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00.123456789Z",
                "2026-01-01T24:00:00.000Z",
                "2024-02-29T12:00:00.000Z",
                "+12026-01-01T00:00:00Z"
            })
    void readsOtherFormsLikeTheLibrary(String text) {
        assertThat(TimestampParser.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-13-01T00:00:00.000Z",
                "2026-02-29T00:00:00.000Z",
                "2026-01-01T25:00:00.000Z",
                "2026-01-01T00:60:00.000Z",
                "2026-01-01 00:00:00.000Z",
                "2026-01-01T00:00:00.00aZ",
                "2026-01-01T00:00:00.000z "
            })
    void refusesInvalidTimesLikeTheLibrary(String text) {
        assertThatThrownBy(() -> TimestampParser.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
