package dev.anabranch.examples.montecarlopi;

/**
 * The input of one action.
 *
 * @param seed the seed of this stream
 * @param samples the number of points
 */
public record SampleStream(long seed, long samples) {}
