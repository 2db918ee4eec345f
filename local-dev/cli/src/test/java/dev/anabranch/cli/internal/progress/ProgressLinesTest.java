package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProgressLinesTest {

    private final TestScreen screen = new TestScreen();

    @Test
    void fanOutHasALineEveryFewSecondsAndALastLine() {
        try (Progress progress = screen.progress()) {
            progress.expect("classify", 100);
            for (int done = 0; done < 100; done++) {
                screen.pass(Duration.ofMillis(120));
                progress.advance("classify", 1, 0, 0);
            }
        }

        assertThat(screen.written()).isEqualTo("""
                        classify: 42 of 100 done, 8.3/s, 0:07 left
                        classify: 84 of 100 done, 8.3/s, 0:02 left
                        classify: 100 of 100 done, in 0:12
                        """);
    }

    /** A real clock is later each time it is read, so that a short time passes before the display has been made. */
    @Test
    void timeBeforeTheFirstFanOutIsNotThatOfTheFanOut() {
        Instant[] now = {Instant.EPOCH};
        ProgressCounts counts = new ProgressCounts(() -> now[0] = now[0].plusNanos(1_000));
        now[0] = now[0].plusMillis(900);
        counts.expect("classify", 1, false);

        counts.advance("classify", 1, 0, 0);

        assertThat(counts.known("classify").orElseThrow().elapsed()).isLessThan(Duration.ofMillis(1));
    }

    @Test
    void remainingTimeOfARerunFollowsFromWhatItDoesNow() {
        try (Progress progress = screen.progress()) {
            progress.expect("adopted last", 10_000);
            for (int second = 0; second < 20; second++) {
                screen.pass(Duration.ofSeconds(1));
                progress.advance("adopted last", second == 0 ? 1 : 0, 0, 400);
            }
        }
        assertThat(screen.written().lines().skip(1).findFirst())
                .contains("adopted last: 4,001 of 10,000 done, 4,000 cached, 6.0/min, 0:15 left");
    }

    @Test
    void adoptedActionsDoNotShortenTheRemainingTimeOfTheOthers() {
        try (Progress progress = screen.progress()) {
            progress.expect("computed last", 1_000);
            progress.advance("computed last", 0, 0, 900);
            for (int second = 0; second < 30; second++) {
                screen.pass(Duration.ofSeconds(1));
                progress.advance("computed last", 1, 0, 0);
            }
        }
        assertThat(screen.written()).contains("computed last: 920 of 1,000 done, 900 cached, 1.0/s, 1:20 left");
    }

    @Test
    void firstErrorOfEachKindHasALine() {
        try (Progress progress = screen.progress()) {
            progress.expect("classify", 3);
            progress.advance("classify", 0, 1, 0);
            progress.error("classify", "java.io.IOException", "17 is missing");
            progress.error("classify", "java.io.IOException", "18 is missing");
            progress.error("classify", "java.io.IOException", "18 is \u001b[31mempty");
        }
        assertThat(screen.written().lines())
                .startsWith("classify: IOException: 17 is missing", "classify: IOException: 18 is \\u001b[31mempty");
    }

    @Test
    void countsThatTheRecordsConfirmAreNotRepeated() {
        try (Progress progress = screen.progress()) {
            progress.expect("classify", 3);
            progress.advance("classify", 2, 1, 0);
            progress.failed("classify", 1);
        }
        assertThat(screen.written()).isEqualTo("classify: 3 of 3 done, 1 failed, in 0:00\n");
    }

    @Test
    void eachFanOutHasItsOwnLines() {
        try (Progress progress = screen.progress()) {
            progress.expect("cut", 1);
            progress.expect("draw", 2);
            progress.advance("cut", 0, 1, 0);
            progress.advance("draw", 1, 0, 0);
            assertThat(screen.written()).isEqualTo("cut: 1 of 1 done, 1 failed, in 0:00\n");
        }

        assertThat(screen.written()).endsWith("draw: 1 of 2 done, after 0:00\n");
    }

    @Test
    void growingTotalDoesNotPrintALineForEveryStep() {
        try (Progress progress = screen.progress()) {
            for (int inner = 1; inner <= 50; inner++) {
                progress.expect("inner", inner);
                progress.advance("inner", 1, 0, 0);
            }
        }

        assertThat(screen.written()).isEqualTo("inner: 1 of 1 done, in 0:00\ninner: 50 of 50 done, in 0:00\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FAILED    | classify: 84 of 100 done, 17 failed, run failed after 0:11",
                "TIMED_OUT | classify: 84 of 100 done, 17 failed, run timed out after 0:11",
                "ABORTED   | classify: 84 of 100 done, 17 failed, run cancelled after 0:11",
                "LOST      | classify: 84 of 100 done, 17 failed, run lost after 0:11",
                "SUCCEEDED | classify: 84 of 100 done, 17 failed, in 0:11",
            })
    void lastLineHasTheOutcomeAndTheDuration(RunStatus status, String last) {
        try (Progress progress = screen.progress()) {
            progress.expect("classify", 100);
            progress.advance("classify", 67, 0, 0);
            screen.pass(Duration.ofSeconds(20));
            progress.ended(status, Duration.ofSeconds(11));
            progress.failed("classify", 17);
        }

        assertThat(screen.written().lines()).containsOnlyOnce(last).last().isEqualTo(last);
        assertThat(screen.written()).doesNotContain("left");
    }

    @Test
    void completeFanOutTakesNoLongerThanItsRun() {
        try (Progress progress = screen.progress()) {
            progress.expect("classify", 2);
            screen.pass(Duration.ofSeconds(20));
            progress.ended(RunStatus.SUCCEEDED, Duration.ofSeconds(11));
            progress.advance("classify", 2, 0, 0);
        }

        assertThat(screen.written()).isEqualTo("classify: 2 of 2 done, in 0:11\n");
    }

    @Test
    void displayThatEndsBeforeTheRunShowsNoRemainingTime() {
        try (Progress progress = screen.progress()) {
            progress.expect("classify", 10);
            screen.pass(Duration.ofSeconds(2));
            progress.advance("classify", 4, 0, 0);
        }

        assertThat(screen.written()).isEqualTo("classify: 4 of 10 done, after 0:02\n");
    }
}
