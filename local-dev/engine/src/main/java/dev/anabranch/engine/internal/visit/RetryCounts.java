package dev.anabranch.engine.internal.visit;

import dev.anabranch.engine.internal.definition.Retrier;
import dev.anabranch.engine.internal.port.StateFailure;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Counts the uses of each Retrier in one visit of a state. */
final class RetryCounts {

    private final List<Retrier> retriers;
    private final RandomGenerator random;
    private int[] used;
    private int total;

    RetryCounts(List<Retrier> retriers, RandomGenerator random) {
        this.retriers = retriers;
        this.random = random;
        this.used = new int[retriers.size()];
    }

    /** Returns the number of retries, {@code $states.context.State.RetryCount}. */
    int total() {
        return total;
    }

    /**
     * Returns the delay before the next attempt, or null if there is none. The first Retrier that matches the error
     * applies.
     */
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
            seconds *= random.nextDouble();
        }
        return Duration.ofNanos((long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0));
    }

    /** Sets all counts to zero, for a redrive. */
    void reset() {
        used = new int[retriers.size()];
        total = 0;
    }
}
