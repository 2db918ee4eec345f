package dev.anabranch.workflow.internal.graph;

import java.util.Optional;

/**
 * The options of a call.
 *
 * @param retry how failed attempts are retried
 * @param timeoutSeconds the timeout of one attempt, 1 to 1,800 seconds; some regions allow at most 900
 * @param memoryMb memory of the function, 128 to 10,240 MB
 * @param cache the reuse of earlier results; empty for no reuse
 */
public record CallOptions(RetryPolicy retry, int timeoutSeconds, int memoryMb, Optional<CachePolicy> cache) {}
