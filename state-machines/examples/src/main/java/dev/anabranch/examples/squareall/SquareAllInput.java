package dev.anabranch.examples.squareall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to square.
 *
 * @param n how many numbers, from 0 on, 0 to 10,000; 100 unless told
 * @param failAt the numbers whose action shall fail; 3 and 42 unless {@code n} or this is told
 */
public record SquareAllInput(@Nullable Long n, @Nullable List<@Nullable Long> failAt) {}
