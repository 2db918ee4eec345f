package dev.anabranch.engine.internal.port;

import java.time.Instant;

/**
 * What an execution draws from the world when it begins, and nothing afterwards.
 *
 * @param seed of everything random in it: ids, jitter, {@code $random}
 * @param startDate when it began
 */
public record ExecutionOrigin(long seed, Instant startDate) {}
