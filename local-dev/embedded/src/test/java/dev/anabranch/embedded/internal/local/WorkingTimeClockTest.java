package dev.anabranch.embedded.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.engine.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which time timeouts and waits include. */
final class WorkingTimeClockTest {

    private final ManualClock machine = new ManualClock();
    private boolean diskRefuses;
    private final WorkingTimeClock clock = new WorkingTimeClock(machine, machine::nanos, () -> diskRefuses);
    private final List<String> ran = new ArrayList<>();

    @Test
    void timeoutEndsAfterItsTimeIfTheProcessWorks() {
        clock.schedule(Duration.ofSeconds(10), () -> ran.add("timeout"));

        machine.run(Duration.ofMillis(9_900));
        assertThat(ran).isEmpty();
        machine.run(Duration.ofMillis(100));

        assertThat(ran).containsExactly("timeout");
    }

    @Test
    void timeoutExcludesTheTimeInWhichTheProcessWasStopped() {
        clock.schedule(Duration.ofSeconds(10), () -> ran.add("timeout"));
        machine.run(Duration.ofSeconds(4));

        machine.stop(Duration.ofSeconds(31));
        machine.run(Duration.ofMillis(5_500));
        assertThat(ran).isEmpty();
        machine.run(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("timeout");
    }

    @Test
    void timeoutExcludesTheTimeInWhichTheDiskRefusesWrites() {
        clock.schedule(Duration.ofSeconds(10), () -> ran.add("timeout"));
        machine.run(Duration.ofSeconds(4));

        diskRefuses = true;
        machine.run(Duration.ofMinutes(5));
        assertThat(ran).isEmpty();
        diskRefuses = false;
        machine.run(Duration.ofMillis(6_500));

        assertThat(ran).containsExactly("timeout");
    }

    @Test
    void waitIncludesTheTimeInWhichTheProcessWasStopped() {
        clock.scheduleWait(Duration.ofSeconds(10), () -> ran.add("wait"));
        machine.run(Duration.ofSeconds(4));

        machine.stop(Duration.ofSeconds(31));
        machine.run(Duration.ofMillis(1));

        assertThat(ran).containsExactly("wait");
    }

    @Test
    void jumpsOfTheWallClockChangeNoTimer() {
        clock.schedule(Duration.ofSeconds(10), () -> ran.add("timeout"));
        clock.scheduleWait(Duration.ofSeconds(20), () -> ran.add("wait"));

        machine.wall = machine.wall.plus(Duration.ofDays(400));
        machine.run(Duration.ofSeconds(9));
        assertThat(ran).isEmpty();
        machine.wall = machine.wall.minus(Duration.ofDays(800));
        machine.run(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("timeout");
        machine.run(Duration.ofSeconds(9));

        assertThat(ran).containsExactly("timeout", "wait");
    }

    @Test
    void cancelledTimeoutDoesNotRunAfterAStop() {
        EngineClock.Timer timeout = clock.schedule(Duration.ofSeconds(10), () -> ran.add("timeout"));
        machine.stop(Duration.ofSeconds(31));
        machine.run(Duration.ofSeconds(1));

        timeout.cancel();
        machine.run(Duration.ofMinutes(1));

        assertThat(ran).isEmpty();
    }

    /** The clock of a machine, which the test moves. */
    private static final class ManualClock implements EngineClock {

        private static final class Entry implements Timer {
            private final long at;
            private final Runnable action;
            private boolean cancelled;

            Entry(long at, Runnable action) {
                this.at = at;
                this.action = action;
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        }

        private final List<Entry> entries = new ArrayList<>();
        private long now = -5;
        private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

        long nanos() {
            return now;
        }

        /** Lets time pass while the process is stopped: no timer runs. */
        void stop(Duration time) {
            now += time.toNanos();
        }

        /** Lets time pass, and runs each timer at its time. */
        void run(Duration time) {
            long end = now + time.toNanos();
            while (true) {
                Entry next = entries.stream()
                        .filter(entry -> !entry.cancelled && entry.at <= end)
                        .min(Comparator.comparingLong(entry -> entry.at))
                        .orElse(null);
                if (next == null) {
                    now = Math.max(now, end);
                    return;
                }
                entries.remove(next);
                now = Math.max(now, next.at);
                next.action.run();
            }
        }

        @Override
        public Instant instant() {
            return wall;
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            Entry entry = new Entry(now + delay.toNanos(), action);
            entries.add(entry);
            return entry;
        }

        @Override
        public Hold hold() {
            return () -> {};
        }
    }
}
