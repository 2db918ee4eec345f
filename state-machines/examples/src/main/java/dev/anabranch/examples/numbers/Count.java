package dev.anabranch.examples.numbers;

import org.jspecify.annotations.Nullable;

/**
 * The width of the fan-out.
 *
 * @param n the number of numbers, 0 to 10,000; 10 by default
 */
public record Count(@Nullable Long n) {}
