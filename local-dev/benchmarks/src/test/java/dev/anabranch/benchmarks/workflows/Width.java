package dev.anabranch.benchmarks.workflows;

/**
 * How wide to fan out.
 *
 * @param n the number of items
 */
public record Width(int n) {}
