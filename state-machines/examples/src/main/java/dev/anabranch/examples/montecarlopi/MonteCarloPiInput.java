package dev.anabranch.examples.montecarlopi;

import org.jspecify.annotations.Nullable;

/**
 * How exact the estimate shall be.
 *
 * @param samples points to throw, at most 1,000,000,000 for each stream; 10,000,000 unless told
 * @param streams actions that share them, 1 to 10,000; 20 unless told
 * @param seed the same seed gives the same estimate; 42 unless told
 */
public record MonteCarloPiInput(
        @Nullable Long samples,
        @Nullable Long streams,
        @Nullable Long seed) {}
