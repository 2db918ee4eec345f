package dev.anabranch.examples.batchedfanout;

import java.util.List;

/**
 * The results of all batches.
 *
 * @param batches the number of batches
 * @param numbers the number of numbers
 * @param words the numbers in English, in their order
 */
public record BatchedFanoutResult(long batches, int numbers, List<String> words) {}
