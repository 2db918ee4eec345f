package dev.anabranch.examples.montecarlopi;

/**
 * The work of one action.
 *
 * @param seed of this stream alone
 * @param samples points to throw
 */
public record SampleStream(long seed, long samples) {}
