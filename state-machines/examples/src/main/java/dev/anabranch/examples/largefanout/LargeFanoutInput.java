package dev.anabranch.examples.largefanout;

import org.jspecify.annotations.Nullable;

/**
 * The width of the fan-out.
 *
 * @param r the number of actions, 0 to 1,000,000; 100 by default
 */
public record LargeFanoutInput(@Nullable Long r) {}
