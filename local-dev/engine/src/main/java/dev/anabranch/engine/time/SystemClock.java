package dev.anabranch.engine.time;

import dev.anabranch.engine.internal.thread.GuardedThread;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The system clock. One daemon thread runs the timers of all executions. */
public final class SystemClock implements EngineClock, AutoCloseable {

    private static final Hold NO_HOLD = () -> {};

    private final ScheduledThreadPoolExecutor timers;

    /** Starts the timer thread. */
    public SystemClock() {
        timers = new ScheduledThreadPoolExecutor(1, GuardedThread.factory("anabranch-timers-"));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        ScheduledFuture<?> future = timers.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public Hold hold() {
        return NO_HOLD;
    }

    /** Cancels all timers and stops the thread. */
    @Override
    public void close() {
        timers.shutdownNow();
    }
}
