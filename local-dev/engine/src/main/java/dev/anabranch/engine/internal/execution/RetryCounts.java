package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.internal.definition.Retrier;
import dev.anabranch.engine.internal.port.StateFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often each Retrier of a state has been used, for one visit of the state. */
final class RetryCounts {

    private final List<Retrier> retriers;
    private final Execution execution;
    private int[] used;
    private int total;

    RetryCounts(List<Retrier> retriers, Execution execution) {
        this.retriers = retriers;
        this.execution = execution;
        this.used = new int[retriers.size()];
    }

    /** How many retries there were: {@code $states.context.State.RetryCount}. */
    int total() {
        return total;
    }

    /** The wait before the next attempt, or null if there is none. The first Retrier that names the error decides. */
    @Nullable
    Duration next(StateFailure failure) {
        for (int i = 0; i < used.length; i++) {
            Retrier retrier = retriers.get(i);
            if (failure.matches(retrier.errorEquals())) {
                if (used[i] >= retrier.maxAttempts()) {
                    return null;
                }
                total++;
                return delay(retrier, used[i]++);
            }
        }
        return null;
    }

    private Duration delay(Retrier retrier, int before) {
        double seconds = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), before);
        if (retrier.maxDelaySeconds() != null) {
            seconds = Math.min(seconds, retrier.maxDelaySeconds());
        }
        if (retrier.fullJitter()) {
            seconds *= execution.random().nextDouble();
        }
        return Duration.ofNanos((long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0));
    }

    /** A redrive counts anew. */
    void reset() {
        used = new int[retriers.size()];
        total = 0;
    }
}
