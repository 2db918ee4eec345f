package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.RetryPolicy;
import java.time.Duration;

/**
 * What is done when an attempt of an action fails: {@code Retry.upTo(3).backoff(Duration.ofSeconds(2), 2.0)}. Failures of the
 * platform (throttles, a lost connection) are tried again in any case, and a {@link dev.anabranch.task.PermanentFailure} never.
 */
public final class Retry {

    private final RetryPolicy policy;

    private Retry(RetryPolicy policy) {
        this.policy = policy;
    }

    /** No retry. */
    public static Retry never() {
        return new Retry(RetryPolicy.NONE);
    }

    /** Up to {@code retries} more attempts after the first one, waiting 1, 2, 4 ... at most 60 seconds, with full jitter. */
    public static Retry upTo(int retries) {
        return new Retry(new RetryPolicy(retries, 1, 2, 60, true));
    }

    /**
     * The wait before the first retry, and by how much each further one grows.
     *
     * @param first a second or more; whole seconds count
     * @param rate 1 or more
     */
    public Retry backoff(Duration first, double rate) {
        return new Retry(
                new RetryPolicy(policy.retries(), seconds(first), rate, policy.maxDelaySeconds(), policy.jitter()));
    }

    /** The longest wait between two attempts. */
    public Retry maxDelay(Duration longest) {
        return new Retry(new RetryPolicy(
                policy.retries(), policy.intervalSeconds(), policy.backoffRate(), seconds(longest), policy.jitter()));
    }

    /** Waits exactly as long as said, instead of a random share of it. */
    public Retry withoutJitter() {
        return new Retry(new RetryPolicy(
                policy.retries(), policy.intervalSeconds(), policy.backoffRate(), policy.maxDelaySeconds(), false));
    }

    /** Whole seconds; what no policy can have is left to the checks. */
    private static int seconds(Duration duration) {
        return (int) Math.max(-1, Math.min(duration.toSeconds(), Integer.MAX_VALUE));
    }

    RetryPolicy policy() {
        return policy;
    }
}
