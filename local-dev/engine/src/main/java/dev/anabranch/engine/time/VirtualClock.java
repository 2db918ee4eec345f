package dev.anabranch.engine.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still while anything {@linkplain #hold runs} and jumps to the next timer when nothing does. Timers run in the
 * order of their times, equal ones in the order in which they were set, each on the thread that let the last hold go.
 */
public final class VirtualClock implements EngineClock {

    private final NavigableSet<Due> timers =
            new TreeSet<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private Instant now;
    private long order;
    private int holds;
    private boolean jumping;

    /** @param start what time it is at first */
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

    /** Only one thread jumps at a time; a timer that lets go of a hold again is followed by the same loop, not a deeper one. */
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
