package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.wire.Invocation;
import java.time.Instant;

/**
 * When an attempt must have ended. The timeout of a call may be shorter than that of its function, because the function
 * has the longest timeout of all its calls. Lambda then does not end the attempt, so the runtime discards what the
 * attempt returns after its deadline.
 *
 * @param at when the remaining time of the task is zero
 * @param outlived true if the function continues to run after that time
 */
public record AttemptDeadline(Instant at, boolean outlived) {

    /**
     * Returns the deadline of an attempt.
     *
     * @param began when the attempt began
     */
    public static AttemptDeadline of(Invocation action, Instant began, Delivery delivery) {
        Instant timeout = began.plusSeconds(action.timeoutSeconds());
        return timeout.isBefore(delivery.deadline())
                ? new AttemptDeadline(timeout, true)
                : new AttemptDeadline(delivery.deadline(), false);
    }

    /** Returns true if a result or failure at this time is too late to be recorded. */
    public boolean isOver(Instant now) {
        return outlived && !now.isBefore(at);
    }
}
