package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationTextTest {

    /** The browser test of the console has the same cases. */
    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "1999, 1.9 s",
        "59999, 59.9 s",
        "60000, 1 min 0 s",
        "119999, 1 min 59 s",
        "3600000, 1 h 0 min",
        "172799999, 47 h 59 min",
        "172800000, 2 d 0 h"
    })
    void durationsAreRoundedDown(long millis, String text) {
        assertThat(DurationText.of(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void runsBelowASecondHaveTenths() {
        assertThat(DurationText.ofRun(Duration.ofMillis(499))).isEqualTo("0.4 s");
    }
}
