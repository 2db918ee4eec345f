package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTextTest {

    private static final FanOutProgress HALFWAY =
            new FanOutProgress("classify", OptionalLong.of(1_000), 435, 3, 12, Duration.ofSeconds(12));

    @Test
    void saysCountsRateAndTimeLeft() {
        assertThat(ProgressText.line(HALFWAY))
                .isEqualTo("classify: 450 of 1,000 done, 3 failed, 12 cached, 37/s, 0:16 left");
    }

    @Test
    void saysHowLongItTookAtTheEnd() {
        assertThat(ProgressText.line(new FanOutProgress("cut", OptionalLong.of(2), 2, 0, 0, Duration.ofSeconds(3_725))))
                .isEqualTo("cut: 2 of 2 done, in 1:02:05");
    }

    @Test
    void saysOnlyWhatIsKnownWithoutATotal() {
        assertThat(ProgressText.line(new FanOutProgress("cut", OptionalLong.empty(), 1, 0, 0, Duration.ofMinutes(2))))
                .isEqualTo("cut: 1 done, 0.5/min");
    }

    @Test
    void cachedActionsSayNothingAboutSpeed() {
        assertThat(ProgressText.line(new FanOutProgress("cut", OptionalLong.of(9), 0, 0, 8, Duration.ofSeconds(1))))
                .isEqualTo("cut: 8 of 9 done, 8 cached");
    }

    @Test
    void drawsAllOnEightyColumns() {
        assertThat(ProgressText.bar(HALFWAY, 10, 79, BarStyle.ASCII))
                .isEqualTo("classify   [=======>        ]  450/1,000  3 failed  0:16 left  37/s  12 cached ");
    }

    @Test
    void drawsEighthsOfACellWhereTheTerminalCan() {
        assertThat(ProgressText.bar(
                        new FanOutProgress("cut", OptionalLong.of(16), 1, 0, 0, Duration.ZERO), 3, 22, BarStyle.BLOCKS))
                .isEqualTo("cut │▌       │  1/16  ");
    }

    @Test
    void barsStandBelowEachOtherWhateverTheirCounts() {
        FanOutProgress begun = new FanOutProgress("cut", OptionalLong.of(9), 1, 0, 0, Duration.ofSeconds(1));

        assertThat(ProgressText.bar(begun, 8, 79, BarStyle.ASCII).indexOf(']'))
                .isEqualTo(ProgressText.bar(HALFWAY, 8, 79, BarStyle.ASCII).indexOf(']'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "60; 450/1,000  3 failed  0:16 left  37/s",
                "51; 450/1,000  3 failed  0:16 left",
                "40; 450/1,000  3 failed",
                "24; 450/1,000"
            })
    void dropsWhatMattersLeastWhereItIsNarrow(int width, String facts) {
        assertThat(ProgressText.bar(HALFWAY, 8, width, BarStyle.ASCII).stripTrailing())
                .endsWith(facts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 20, 30, 40, 60, 79, 200})
    void isAsWideAsTheTerminalWhateverItsWidth(int width) {
        for (long done = 0; done <= 1_000; done += 25) {
            FanOutProgress tally = new FanOutProgress(
                    "a rather long name", OptionalLong.of(1_000), done, done % 7, 0, Duration.ofSeconds(9));

            assertThat(ProgressText.bar(tally, 40, width, BarStyle.ASCII)).hasSize(width);
            assertThat(ProgressText.bar(tally, 40, width, BarStyle.BLOCKS)).hasSize(width);
        }
    }

    @Test
    void aFanOutOverNothingIsFull() {
        assertThat(ProgressText.bar(
                        new FanOutProgress("cut", OptionalLong.of(0), 0, 0, 0, Duration.ZERO), 3, 40, BarStyle.ASCII))
                .startsWith("cut [==")
                .contains("==]  0/0  in 0:00");
    }
}
