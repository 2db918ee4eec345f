package dev.anabranch.examples.batchedfanout;

import org.jspecify.annotations.Nullable;

/**
 * The number of items, and the number of items per action.
 *
 * @param n the number of numbers, 0 to 1,000,000; 100 by default
 * @param batch the number of numbers per action, 1 to 10,000; 25 by default. The last list may be shorter
 */
public record BatchedFanoutInput(@Nullable Long n, @Nullable Long batch) {}
