package dev.anabranch.benchmarks.workflows;

/**
 * The size of a text.
 *
 * @param length in characters
 */
public record TextSize(int length) {}
