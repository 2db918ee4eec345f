package dev.anabranch.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualClockTest {

    private final VirtualClock clock = new VirtualClock(Instant.EPOCH);
    private final List<String> seen = new ArrayList<>();

    @Test
    void runsTimersInOrderOfTimeThenOfScheduling() {
        EngineClock.Hold hold = clock.hold();
        at(3, "c");
        at(1, "a1");
        at(1, "a2");
        hold.close();
        assertThat(seen).containsExactly("a1@1", "a2@1", "c@3");
    }

    @Test
    void timeDoesNotAdvanceWhileHeld() {
        EngineClock.Hold hold = clock.hold();
        at(86_400, "tomorrow");
        assertThat(seen).isEmpty();
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
        hold.close();
        assertThat(seen).containsExactly("tomorrow@86400");
    }

    @Test
    void timerCanHoldTime() {
        EngineClock.Hold first = clock.hold();
        List<EngineClock.Hold> held = new ArrayList<>();
        clock.schedule(Duration.ofSeconds(1), () -> held.add(clock.hold()));
        at(2, "later");
        first.close();
        assertThat(seen).isEmpty();
        held.get(0).close();
        assertThat(seen).containsExactly("later@2");
    }

    @Test
    void cancelledTimerDoesNotRunOrAdvanceTime() {
        EngineClock.Hold hold = clock.hold();
        EngineClock.Timer timer = clock.schedule(Duration.ofSeconds(5), () -> seen.add("never"));
        timer.cancel();
        hold.close();
        assertThat(seen).isEmpty();
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void closingHoldTwiceReleasesItOnce() {
        EngineClock.Hold one = clock.hold();
        EngineClock.Hold other = clock.hold();
        at(1, "a");
        one.close();
        one.close();
        assertThat(seen).isEmpty();
        other.close();
        assertThat(seen).containsExactly("a@1");
    }

    private void at(long seconds, String name) {
        clock.schedule(
                Duration.ofSeconds(seconds),
                () -> seen.add(name + "@" + clock.instant().getEpochSecond()));
    }
}
