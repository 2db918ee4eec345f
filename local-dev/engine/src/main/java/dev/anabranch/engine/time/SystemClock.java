package dev.anabranch.engine.time;

import dev.anabranch.engine.internal.thread.GuardedThread;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The system clock. One daemon thread runs the timers of all executions. */
public final class SystemClock implements EngineClock, AutoCloseable {

    private static final Hold NO_HOLD = () -> {};

    /** The maximum number of delays whose actions share a timer. It limits memory if delays are computed. */
    private static final int SHARED_DELAYS = 64;

    private final ScheduledThreadPoolExecutor timers;
    private final LongSupplier nanos;
    private final Map<Duration, SharedTimer> shared = new ConcurrentHashMap<>();

    /** Starts the timer thread. */
    public SystemClock() {
        this(new ScheduledThreadPoolExecutor(1, GuardedThread.factory("anabranch-timers-")), System::nanoTime);
    }

    /** @param nanos a monotonic clock such as {@link System#nanoTime} */
    SystemClock(ScheduledThreadPoolExecutor timers, LongSupplier nanos) {
        this.timers = timers;
        this.nanos = nanos;
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        SharedTimer timer = sharedTimer(delay);
        if (timer != null) {
            return timer.add(action);
        }
        ScheduledFuture<?> future = timers.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Returns the timer for a delay of whole seconds, such as a timeout; null for other delays. */
    private @Nullable SharedTimer sharedTimer(Duration delay) {
        if (delay.toNanosPart() != 0 || delay.isZero()) {
            return null;
        }
        SharedTimer known = shared.get(delay);
        return known != null || shared.size() >= SHARED_DELAYS
                ? known
                : shared.computeIfAbsent(delay, SharedTimer::new);
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

    /**
     * The timer of all actions that are scheduled with the same delay. They are due in the order in which they are
     * scheduled. Nearly all are timeouts, which are cancelled: adding and cancelling one takes constant time.
     */
    private final class SharedTimer {

        private final long delay;
        private final Set<Due> pending = new LinkedHashSet<>();
        private boolean started;

        SharedTimer(Duration delay) {
            this.delay = delay.toNanos();
        }

        synchronized Timer add(Runnable action) {
            if (timers.isShutdown()) {
                throw new RejectedExecutionException("The clock is closed.");
            }
            Due due = new Due(this, nanos.getAsLong() + delay, action);
            pending.add(due);
            if (!started) {
                started = true;
                start(delay);
            }
            return due;
        }

        synchronized void cancel(Due due) {
            pending.remove(due);
        }

        private void start(long wait) {
            var unused = timers.schedule(() -> takeDue().forEach(timers::execute), wait, TimeUnit.NANOSECONDS);
        }

        /** Removes the actions that are due, and starts the timer again for the next one. */
        private synchronized List<Runnable> takeDue() {
            long now = nanos.getAsLong();
            List<Runnable> actions = new ArrayList<>();
            for (Iterator<Due> left = pending.iterator(); left.hasNext(); ) {
                Due next = left.next();
                if (next.at - now > 0) {
                    start(next.at - now);
                    return actions;
                }
                left.remove();
                actions.add(next.action);
            }
            started = false;
            return actions;
        }
    }

    /** An action of a {@link SharedTimer}. */
    private static final class Due implements Timer {

        private final SharedTimer timer;
        private final long at;
        private final Runnable action;

        Due(SharedTimer timer, long at, Runnable action) {
            this.timer = timer;
            this.at = at;
            this.action = action;
        }

        @Override
        public void cancel() {
            timer.cancel(this);
        }
    }
}
