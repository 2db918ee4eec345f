package dev.anabranch.examples.squareall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers to square.
 *
 * @param n the number of numbers, which begin with 0; 0 to 10,000, by default 100
 * @param failAt the numbers whose action fails; by default 3 and 42, or none if {@code n} is set
 */
public record SquareAllInput(@Nullable Long n, @Nullable List<@Nullable Long> failAt) {}
