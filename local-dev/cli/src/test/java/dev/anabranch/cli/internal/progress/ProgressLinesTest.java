package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressLinesTest {

    private final TestScreen screen = new TestScreen();

    @Test
    void aFanOutHasALineEveryFewSecondsAndOneAtItsEnd() {
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

    @Test
    void fanOutsDoNotSilenceEachOther() {
        try (Progress progress = screen.progress()) {
            progress.expect("cut", 1);
            progress.expect("draw", 2);
            progress.advance("cut", 0, 1, 0);
            progress.advance("draw", 1, 0, 0);
            assertThat(screen.written()).isEqualTo("cut: 1 of 1 done, 1 failed, in 0:00\n");
        }

        assertThat(screen.written()).endsWith("draw: 1 of 2 done\n");
    }

    @Test
    void aTotalThatGrowsDoesNotBringALineForEveryStep() {
        try (Progress progress = screen.progress()) {
            for (int inner = 1; inner <= 50; inner++) {
                progress.expect("inner", inner);
                progress.advance("inner", 1, 0, 0);
            }
        }

        assertThat(screen.written()).isEqualTo("inner: 1 of 1 done, in 0:00\ninner: 50 of 50 done, in 0:00\n");
    }

    @Test
    void theLastCountsAreSaidOnce() {
        try (Progress progress = screen.progress()) {
            progress.advance("classify", 0, 0, 3);
            screen.pass(ProgressLines.INTERVAL);
            progress.advance("classify", 0, 0, 1);
        }

        assertThat(screen.written()).isEqualTo("classify: 4 done, 4 cached\n");
    }
}
