package dev.anabranch.engine.internal.port;

import java.time.Instant;

/**
 * The external inputs of an execution, read once when it starts.
 *
 * @param seed the seed for all random values of the execution: ids, jitter and {@code $random}
 * @param startDate the start time
 */
public record ExecutionOrigin(long seed, Instant startDate) {}
