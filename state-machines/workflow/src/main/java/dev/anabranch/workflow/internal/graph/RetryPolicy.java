package dev.anabranch.workflow.internal.graph;

/**
 * What is done when an attempt fails, other than for reasons of the platform, which are always tried again.
 *
 * @param retries how often the action is tried again after the first attempt; 0 for never
 * @param intervalSeconds the wait before the first retry
 * @param backoffRate by how much each further wait grows, at least 1
 * @param maxDelaySeconds the longest wait
 * @param jitter true for a random share of each wait, so that retries spread
 */
public record RetryPolicy(int retries, int intervalSeconds, double backoffRate, int maxDelaySeconds, boolean jitter) {

    /** No retry. */
    public static final RetryPolicy NONE = new RetryPolicy(0, 1, 2, 60, true);

    /** The longest that all waits together can take, in seconds. */
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
