package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A clock whose timeouts include only time in which this process could work: not the time in which it was stopped, for
 * example with Ctrl-Z, nor the time in which the disk refuses writes. Waits include all time.
 */
final class WorkingTimeClock implements EngineClock {

    /** How often the clock looks whether the process is running. */
    static final Duration TICK = Duration.ofMillis(250);

    /** The process was stopped if two looks are further apart. */
    private static final long LONGEST_TICK = Duration.ofSeconds(2).toNanos();

    private final EngineClock clock;
    private final LongSupplier nanos;
    private final BooleanSupplier blocked;
    private long last;
    private long lost;

    /**
     * Starts to look.
     *
     * @param clock runs the timers
     * @param nanos a monotonic clock such as {@link System#nanoTime}
     * @param blocked returns true while the process cannot work
     */
    WorkingTimeClock(EngineClock clock, LongSupplier nanos, BooleanSupplier blocked) {
        this.clock = clock;
        this.nanos = nanos;
        this.blocked = blocked;
        this.last = nanos.getAsLong();
        clock.schedule(TICK, this::tick);
    }

    private void tick() {
        worked();
        clock.schedule(TICK, this::tick);
    }

    /** Returns the nanoseconds in which the process could work. */
    private synchronized long worked() {
        long now = nanos.getAsLong();
        long passed = now - last;
        if (passed > LONGEST_TICK || blocked.getAsBoolean()) {
            lost += passed;
        }
        last = now;
        return now - lost;
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Timeout timeout = new Timeout(worked() + delay.toNanos(), action);
        timeout.start(delay);
        return timeout;
    }

    @Override
    public Timer scheduleWait(Duration delay, Runnable action) {
        return clock.schedule(delay, action);
    }

    @Override
    public Hold hold() {
        return clock.hold();
    }

    /** A timer that is set again if part of its time was lost. */
    private final class Timeout implements Timer {
        private final long due;
        private final Runnable action;
        private Timer timer = () -> {};
        private boolean cancelled;

        Timeout(long due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        synchronized void start(Duration delay) {
            if (!cancelled) {
                timer = clock.schedule(delay, this::end);
            }
        }

        private void end() {
            long left = due - worked();
            if (left > 0) {
                start(Duration.ofNanos(left));
            } else {
                action.run();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            timer.cancel();
        }
    }
}
