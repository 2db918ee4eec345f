package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTextTest {

    /** Returns the counts of a fan-out of which 15 seconds are left, unless it has ended. */
    private static FanOutProgress progress(
            String node,
            OptionalLong total,
            long succeeded,
            long failed,
            long cached,
            Duration elapsed,
            Optional<FanOutProgress.End> end) {
        double perSecond = 1000.0 * (succeeded + failed) / elapsed.toMillis();
        Optional<Duration> remaining =
                end.isPresent() || total.isEmpty() || total.getAsLong() <= succeeded + failed + cached
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(15));
        return new FanOutProgress(node, total, false, succeeded, failed, cached, elapsed, end, perSecond, remaining);
    }

    private static final FanOutProgress HALFWAY =
            progress("classify", OptionalLong.of(1_000), 435, 3, 12, Duration.ofSeconds(12), Optional.empty());

    @Test
    void showsCountsRateAndRemainingTime() {
        assertThat(ProgressText.line(HALFWAY))
                .isEqualTo("classify: 450 of 1,000 done, 3 failed, 12 cached, 37/s, 0:15 left");
    }

    @Test
    void showsTheDurationOfACompleteFanOut() {
        assertThat(ProgressText.line(
                        progress("cut", OptionalLong.of(2), 2, 0, 0, Duration.ofSeconds(3_725), Optional.empty())))
                .isEqualTo("cut: 2 of 2 done, in 1:02:05");
    }

    @Test
    void showsNoRemainingTimeWithoutATotal() {
        assertThat(ProgressText.line(
                        progress("cut", OptionalLong.empty(), 1, 0, 0, Duration.ofMinutes(2), Optional.empty())))
                .isEqualTo("cut: 1 done, 0.5/min");
    }

    @Test
    void cachedActionsDoNotCountForTheRate() {
        assertThat(ProgressText.line(
                        progress("cut", OptionalLong.of(9), 0, 0, 8, Duration.ofSeconds(1), Optional.empty())))
                .isEqualTo("cut: 8 of 9 done, 8 cached, 0:15 left");
    }

    @Test
    void showsAllFactsOnEightyColumns() {
        assertThat(ProgressText.bar(0, HALFWAY, 10, 79, BarStyle.ASCII))
                .isEqualTo("classify   [=======>        ]  450/1,000  3 failed  0:15 left  37/s  12 cached ");
    }

    @Test
    void drawsEighthsOfACellInUnicode() {
        assertThat(ProgressText.bar(
                        0,
                        progress("cut", OptionalLong.of(16), 1, 0, 0, Duration.ZERO, Optional.empty()),
                        3,
                        22,
                        BarStyle.BLOCKS))
                .isEqualTo("cut │▌       │  1/16  ");
    }

    @Test
    void barsAreAlignedForAllCounts() {
        FanOutProgress begun = progress("cut", OptionalLong.of(9), 1, 0, 0, Duration.ofSeconds(1), Optional.empty());

        assertThat(ProgressText.bar(0, begun, 8, 79, BarStyle.ASCII).indexOf(']'))
                .isEqualTo(ProgressText.bar(0, HALFWAY, 8, 79, BarStyle.ASCII).indexOf(']'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "60; 450/1,000  3 failed  0:15 left  37/s",
                "51; 450/1,000  3 failed  0:15 left",
                "40; 450/1,000  3 failed",
                "24; 450/1,000"
            })
    void leavesOutTheLeastImportantFactsOnNarrowTerminals(int width, String facts) {
        assertThat(ProgressText.bar(0, HALFWAY, 8, width, BarStyle.ASCII).stripTrailing())
                .endsWith(facts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 20, 30, 40, 60, 79, 200})
    void isAsWideAsTheTerminal(int width) {
        for (long done = 0; done <= 1_000; done += 25) {
            FanOutProgress fanOut = progress(
                    "a rather long name",
                    OptionalLong.of(1_000),
                    done,
                    done % 7,
                    0,
                    Duration.ofSeconds(9),
                    Optional.empty());

            assertThat(ProgressText.bar(0, fanOut, 40, width, BarStyle.ASCII)).hasSize(width);
            assertThat(ProgressText.bar(0, fanOut, 40, width, BarStyle.BLOCKS)).hasSize(width);
        }
    }

    @Test
    void fanOutOverAnEmptyListIsComplete() {
        assertThat(ProgressText.bar(
                        0,
                        progress("cut", OptionalLong.of(0), 0, 0, 0, Duration.ZERO, Optional.empty()),
                        3,
                        40,
                        BarStyle.ASCII))
                .startsWith("cut [==")
                .contains("==]  0/0  in 0:00");
    }
}
