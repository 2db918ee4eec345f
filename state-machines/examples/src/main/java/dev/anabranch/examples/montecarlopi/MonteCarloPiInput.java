package dev.anabranch.examples.montecarlopi;

import org.jspecify.annotations.Nullable;

/**
 * The number of points.
 *
 * @param samples the number of points, at most 1,000,000,000 for each stream; 10,000,000 by default
 * @param streams the number of actions, 1 to 10,000; 20 by default
 * @param seed equal seeds give equal estimates; 42 by default
 */
public record MonteCarloPiInput(
        @Nullable Long samples,
        @Nullable Long streams,
        @Nullable Long seed) {}
