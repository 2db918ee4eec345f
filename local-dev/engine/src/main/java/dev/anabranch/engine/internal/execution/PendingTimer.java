package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A time that an execution waits for. */
final class PendingTimer extends PendingEvent {

    /** Longer than an execution may last, and less than a clock can count in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Duration delay;
    private final Instant at;
    private final BooleanSupplier anew;
    private final Runnable action;
    private EngineClock.@Nullable Timer timer;

    /**
     * @param anew asked after a restart: whether the whole delay begins again, because what it limits does
     * @param action what is done then
     */
    PendingTimer(Execution execution, Duration delay, BooleanSupplier anew, Runnable action) {
        super(execution);
        this.delay = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
        this.at = execution.now().plus(this.delay);
        this.anew = anew;
        this.action = action;
    }

    @Override
    void begin() {
        schedule(delay);
    }

    /** With what is left of the delay. */
    @Override
    void beginAgain() {
        Duration left = Duration.between(execution().ports().clock().instant(), at);
        schedule(anew.getAsBoolean() ? delay : left.isNegative() ? Duration.ZERO : left);
    }

    private void schedule(Duration wait) {
        timer = execution().ports().clock().schedule(wait, () -> execution().tell(new ExecutionMessage.Due(number())));
    }

    @Override
    void cancelled() {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    void onDue() {
        if (settle()) {
            action.run();
        }
    }
}
