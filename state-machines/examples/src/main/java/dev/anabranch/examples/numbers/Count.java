package dev.anabranch.examples.numbers;

import org.jspecify.annotations.Nullable;

/**
 * How wide to fan out.
 *
 * @param n how many numbers, 0 to 10,000; 10 unless told
 */
public record Count(@Nullable Long n) {}
