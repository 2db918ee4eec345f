package dev.anabranch.workflow.internal.graph;

import java.util.List;
import java.util.Optional;

/**
 * The options of a call.
 *
 * @param retries how failed attempts are retried; each error by the first rule that applies to it
 * @param timeoutSeconds the timeout of one attempt, 1 to 1,800 seconds; some regions allow at most 900
 * @param memoryMb memory of the function, 128 to 10,240 MB
 * @param cache the reuse of earlier results; empty for no reuse
 */
public record CallOptions(List<RetryRule> retries, int timeoutSeconds, int memoryMb, Optional<CachePolicy> cache) {

    /** Copies the rules. */
    public CallOptions {
        retries = List.copyOf(retries);
    }

    /** Creates options with one rule for all errors. */
    public CallOptions(RetryPolicy retry, int timeoutSeconds, int memoryMb, Optional<CachePolicy> cache) {
        this(List.of(new RetryRule(retry)), timeoutSeconds, memoryMb, cache);
    }

    /** Returns the maximum number of attempts after the first one: errors of all rules can follow one another. */
    public int maxRetries() {
        return retries.stream().mapToInt(rule -> rule.policy().retries()).sum();
    }

    /** Returns the maximum sum of all delays between attempts, in seconds. */
    public double totalDelaySeconds() {
        return retries.stream()
                .mapToDouble(rule -> rule.policy().totalDelaySeconds())
                .sum();
    }

    /** Returns whether one rule, for all errors of a task, is all there is. */
    public boolean retriesAllAlike() {
        return retries.isEmpty() || (retries.size() == 1 && retries.get(0).isForAll());
    }
}
