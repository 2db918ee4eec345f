package dev.anabranch.examples.batchedfanout;

import org.jspecify.annotations.Nullable;

/**
 * How many numbers, and how many of them to an action.
 *
 * @param n how many numbers, 0 to 1,000,000; 100 unless told
 * @param batch how many numbers one action handles, 1 to 10,000; 25 unless told. The last list may be shorter
 */
public record BatchedFanoutInput(@Nullable Long n, @Nullable Long batch) {}
