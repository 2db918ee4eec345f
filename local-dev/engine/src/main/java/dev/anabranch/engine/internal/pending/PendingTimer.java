package dev.anabranch.engine.internal.pending;

import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A timer of an execution. */
final class PendingTimer extends PendingEvent {

    /** Longer than an execution may last, and less than a clock can count in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Duration delay;
    private final Instant at;
    private final BooleanSupplier anew;
    private final Runnable action;
    private final BiFunction<Duration, Runnable, EngineClock.Timer> clock;
    private EngineClock.@Nullable Timer timer;

    /**
     * @param anew whether, after a restart, the whole delay begins again, because the call that it limits does
     * @param action runs when the time has come
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

    /** With what is left of the delay. */
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
