package dev.anabranch.workflow;

import java.time.Duration;
import java.util.Objects;

/**
 * How failed attempts of an action are retried: {@code Retry.upTo(3).backoff(Duration.ofSeconds(2), 2.0)}. It applies
 * to failures of the task. Platform failures, such as throttling or a lost connection, are always retried, and a {@link
 * dev.anabranch.task.PermanentFailure} never is. Bounds are checked when the workflow is checked, not here.
 */
public final class Retry {

    private static final Retry NEVER = upTo(0);

    private final int retries;
    private final Duration firstDelay;
    private final double backoffRate;
    private final Duration maxDelay;
    private final boolean jitter;

    private Retry(int retries, Duration firstDelay, double backoffRate, Duration maxDelay, boolean jitter) {
        this.retries = retries;
        this.firstDelay = Objects.requireNonNull(firstDelay, "first");
        this.backoffRate = backoffRate;
        this.maxDelay = Objects.requireNonNull(maxDelay, "longest");
        this.jitter = jitter;
    }

    /** Returns a policy without retries. */
    public static Retry never() {
        return NEVER;
    }

    /**
     * Returns a policy of up to {@code retries} attempts after the first one, 0 to 100. The delays are 1, 2, 4 ... and
     * at most 60 seconds, each multiplied by a random factor between 0 and 1 (full jitter).
     */
    public static Retry upTo(int retries) {
        return new Retry(retries, Duration.ofSeconds(1), 2, Duration.ofSeconds(60), true);
    }

    /**
     * Returns this policy with other delays: the first delay, and the factor by which each later delay is longer.
     *
     * @param first at least 1 second; fractions of a second are dropped
     * @param rate at least 1
     */
    public Retry backoff(Duration first, double rate) {
        return new Retry(retries, first, rate, maxDelay, jitter);
    }

    /**
     * Returns this policy with another upper bound for the delay between two attempts.
     *
     * @param longest at least the first delay; fractions of a second are dropped
     */
    public Retry maxDelay(Duration longest) {
        return new Retry(retries, firstDelay, backoffRate, longest, jitter);
    }

    /** Returns this policy with exact instead of random delays. */
    public Retry withoutJitter() {
        return new Retry(retries, firstDelay, backoffRate, maxDelay, false);
    }

    /** Returns how many attempts may follow the first one. */
    public int retries() {
        return retries;
    }

    /** Returns the delay before the first retry. */
    public Duration firstDelay() {
        return firstDelay;
    }

    /** Returns the factor by which each later delay is longer. */
    public double backoffRate() {
        return backoffRate;
    }

    /** Returns the upper bound for the delay between two attempts. */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** Returns whether each delay is multiplied by a random factor between 0 and 1. */
    public boolean hasJitter() {
        return jitter;
    }
}
