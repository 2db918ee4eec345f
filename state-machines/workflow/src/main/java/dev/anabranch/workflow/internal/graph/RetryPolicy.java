package dev.anabranch.workflow.internal.graph;

/**
 * How failed attempts are retried. Platform failures are retried as well: see the plan.
 *
 * @param retries the maximum number of attempts after the first one; 0 for no retry
 * @param intervalSeconds the delay before the first retry, in seconds
 * @param backoffRate the factor by which each later delay is longer, at least 1
 * @param maxDelaySeconds the maximum delay, in seconds
 * @param jitter whether each delay is multiplied by a random factor between 0 and 1
 */
public record RetryPolicy(int retries, int intervalSeconds, double backoffRate, int maxDelaySeconds, boolean jitter) {

    /** No retry. */
    public static final RetryPolicy NONE = new RetryPolicy(0, 1, 2, 60, true);

    /** Returns the maximum sum of all delays, in seconds. */
    public double totalDelaySeconds() {
        double total = 0;
        double next = intervalSeconds;
        for (int i = 0; i < retries; i++) {
            total += Math.min(next, maxDelaySeconds);
            next = Math.min(next * backoffRate, maxDelaySeconds);
        }
        return total;
    }
}
