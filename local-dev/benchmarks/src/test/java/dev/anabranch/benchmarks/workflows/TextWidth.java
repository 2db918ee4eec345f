package dev.anabranch.benchmarks.workflows;

/**
 * How wide to fan out.
 *
 * @param n the number of texts
 * @param length the length of each, in characters
 */
public record TextWidth(int n, int length) {}
