package dev.anabranch.cli.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CompletionRateTest {

    private static final Instant BEGUN = Instant.EPOCH;

    private final CompletionRate rate = new CompletionRate(BEGUN);

    private static Instant second(double seconds) {
        return BEGUN.plusMillis((long) (1000 * seconds));
    }

    private long left(double second, long todo) {
        return rate.remaining(second(second), todo).map(Duration::toSeconds).orElse(-1L);
    }

    @Test
    void isUnknownBeforeTheFirstCount() {
        assertThat(rate.remaining(second(5), 100)).isEmpty();
        rate.add(second(5), 0);
        assertThat(rate.remaining(second(5), 100)).isEmpty();
    }

    @Test
    void remainingTimePassesLikeAClockBetweenPolls() {
        // 10 actions per second, 1,000 in all; polls after 1, 2, 3 ... 10 seconds, as those of `status --follow`.
        double now = 0;
        for (int wait = 1; wait <= 10; wait++) {
            for (double redraw = 0.2; now > 0 && redraw < wait; redraw += 0.2) {
                long done = Math.round(10 * now);
                assertThat(left(now + redraw, 1_000 - done))
                        .as("%.1f s after the counts of second %.0f", redraw, now)
                        .isCloseTo(Math.round(100 - now - redraw), offset(1L));
            }
            now += wait;
            rate.add(second(now), Math.round(10 * now));
        }
    }

    @Test
    void oneUnevenPollMovesTheRemainingTimeLittle() {
        long done = 0;
        for (int poll = 1; poll <= 6; poll++) {
            done += 100;
            rate.add(second(10 * poll), done);
        }
        assertThat(left(60, 1_000)).isEqualTo(100);
        rate.add(second(70), done + 50);
        assertThat(left(70, 950)).isBetween(95L, 115L);
    }

    @Test
    void rateFallsIfNothingCompletes() {
        for (int i = 1; i <= 20; i++) {
            rate.add(second(i), i);
        }
        assertThat(left(20, 80)).isEqualTo(80);
        assertThat(left(22, 80)).isEqualTo(78);
        assertThat(left(32, 80)).isEqualTo(158);
    }

    @Test
    void remainingTimeIsAtLeastASecond() {
        rate.add(second(10), 10);

        assertThat(left(15, 1)).isEqualTo(1);
    }

    @Test
    void pagesOfOnePollAreOneCount() {
        rate.add(second(10), 400);
        rate.add(second(10.1), 800);
        rate.add(second(10.2), 1_000);

        assertThat(left(10.2, 1_000)).isEqualTo(11);
    }
}
