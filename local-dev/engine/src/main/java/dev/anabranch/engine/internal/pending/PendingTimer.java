package dev.anabranch.engine.internal.pending;

import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A pending timer. */
final class PendingTimer extends PendingEvent {

    /** The maximum delay. It exceeds the duration of any execution and fits into a long of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Duration delay;
    private final Instant at;
    private final BooleanSupplier anew;
    private final Runnable action;
    private final BiFunction<Duration, Runnable, EngineClock.Timer> clock;
    private EngineClock.@Nullable Timer timer;

    /**
     * @param anew evaluated after a restart; true to start the whole delay again, because the call that the timer
     *     limits starts again
     * @param action runs when the timer is due
     * @param clock schedules an action
     */
    PendingTimer(
            PendingEvents events,
            Duration delay,
            BooleanSupplier anew,
            Runnable action,
            BiFunction<Duration, Runnable, EngineClock.Timer> clock) {
        super(events);
        this.delay = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
        this.at = events.mailbox().now().plus(this.delay);
        this.anew = anew;
        this.action = action;
        this.clock = clock;
    }

    @Override
    void begin() {
        schedule(delay);
    }

    /** Schedules the rest of the delay. */
    @Override
    void beginAgain() {
        Duration left = Duration.between(events().ports().clock().instant(), at);
        schedule(anew.getAsBoolean() ? delay : left.isNegative() ? Duration.ZERO : left);
    }

    private void schedule(Duration wait) {
        timer = clock.apply(wait, () -> events().mailbox().tell(new ExecutionMessage.Due(number())));
    }

    @Override
    void cancelled() {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void onDue() {
        if (settle()) {
            action.run();
        }
    }
}
