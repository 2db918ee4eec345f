package dev.anabranch.workflow.internal.graph;

import java.util.Optional;

/**
 * How a call is run.
 *
 * @param retry what is done about failures of the task
 * @param timeoutSeconds how long one attempt may take, 1 to 1,800; more than 900 not in every region
 * @param memoryMb memory of the function, 128 to 10,240 MB
 * @param cache reuse of earlier results, if asked for
 */
public record CallOptions(RetryPolicy retry, int timeoutSeconds, int memoryMb, Optional<CachePolicy> cache) {}
