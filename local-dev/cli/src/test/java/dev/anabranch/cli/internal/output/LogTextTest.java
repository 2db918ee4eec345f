package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.record.StoredLogLine;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LogTextTest {

    @Test
    void messageCannotLookLikeALineOfAnotherAction() {
        StoredLogLine line = new StoredLogLine(
                Instant.EPOCH,
                System.Logger.Level.INFO,
                "tile",
                "3.17",
                2,
                "first\n00:00:00.000 INFO    sum  forged\r\nthird",
                null,
                null,
                "");

        assertThat(LogText.of(line))
                .containsExactly(
                        "00:00:00.000 INFO    tile[3.17] attempt 2  first",
                        "    00:00:00.000 INFO    sum  forged",
                        "    third");
    }
}
