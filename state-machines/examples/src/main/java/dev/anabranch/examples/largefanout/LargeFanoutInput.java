package dev.anabranch.examples.largefanout;

import org.jspecify.annotations.Nullable;

/**
 * How wide to fan out.
 *
 * @param r how many actions, 0 to 1,000,000; 100 unless told
 */
public record LargeFanoutInput(@Nullable Long r) {}
