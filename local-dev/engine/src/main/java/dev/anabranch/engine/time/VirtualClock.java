package dev.anabranch.engine.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stops while any {@linkplain #hold hold} is open and advances to the next timer otherwise. Timers run in
 * the order of their times, and equal ones in the order in which they were set. Each runs on the thread that closed the
 * last hold.
 */
public final class VirtualClock implements EngineClock {

    private final NavigableSet<Due> timers =
            new TreeSet<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private Instant now;
    private long order;
    private int holds;
    private boolean jumping;

    /** @param start the initial time */
    public VirtualClock(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Due due;
        synchronized (this) {
            due = new Due(now.plus(delay.isNegative() ? Duration.ZERO : delay), order++, action);
            timers.add(due);
        }
        jump();
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        timers.remove(due);
    }

    @Override
    public synchronized Hold hold() {
        holds++;
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                release();
            }
        };
    }

    private void release() {
        synchronized (this) {
            holds--;
        }
        jump();
    }

    /**
     * Advances to the due timers. Only one thread does so at a time. A timer that closes a hold continues the same loop
     * and does not recurse.
     */
    private void jump() {
        synchronized (this) {
            if (jumping) {
                return;
            }
            jumping = true;
        }
        for (Due due = next(); due != null; due = next()) {
            due.action.run();
        }
    }

    private synchronized @Nullable Due next() {
        Due due = holds > 0 ? null : timers.pollFirst();
        if (due == null) {
            jumping = false;
        } else if (due.at.isAfter(now)) {
            now = due.at;
        }
        return due;
    }

    private record Due(Instant at, long order, Runnable action) {}
}
