package dev.anabranch.engine.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The current time, and timers. Implementations are thread-safe. */
public interface EngineClock extends InstantSource {

    /** Returns the current time. */
    @Override
    Instant instant();

    /**
     * Runs an action once after a delay, on a thread of the clock. The action must be short and must not throw.
     *
     * @param delay must not be negative
     */
    Timer schedule(Duration delay, Runnable action);

    /**
     * Runs an action once at the end of a wait, like {@link #schedule}. Unlike a timeout, a wait includes time in which
     * the process cannot run, for example while it is stopped.
     */
    default Timer scheduleWait(Duration delay, Runnable action) {
        return schedule(delay, action);
    }

    /** Registers running work. A virtual clock does not advance until every hold is closed. */
    Hold hold();

    /** A scheduled action. */
    @FunctionalInterface
    interface Timer {
        /** Cancels the action if it has not run yet; otherwise a no-op. */
        void cancel();
    }

    /** Running work. Closing it twice is a no-op. */
    @FunctionalInterface
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
