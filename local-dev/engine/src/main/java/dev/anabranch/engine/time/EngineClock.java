package dev.anabranch.engine.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What time it is, and being called later. Implementations may be used by any thread. */
public interface EngineClock extends InstantSource {

    /** The current time. */
    @Override
    Instant instant();

    /**
     * Runs the action once, after the delay, on a thread of the clock's. The action must be short and must not throw.
     *
     * @param delay not negative
     */
    Timer schedule(Duration delay, Runnable action);

    /**
     * Runs the action once, as {@link #schedule} does, at the end of a wait. Unlike a timeout, a wait includes time in which the process
     * cannot work, for example because it is stopped.
     */
    default Timer scheduleWait(Duration delay, Runnable action) {
        return schedule(delay, action);
    }

    /** Says that something is running, so that time must pass as it does for everybody and not jump, until the hold is closed. */
    Hold hold();

    /** Something that will be run. */
    @FunctionalInterface
    interface Timer {
        /** Takes it back if it has not run yet; otherwise does nothing. */
        void cancel();
    }

    /** Something that is running. Closing it again does nothing. */
    @FunctionalInterface
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
