package dev.anabranch.examples.batchedfanout;

import java.util.List;

/**
 * What the batches returned.
 *
 * @param batches how many actions handled them
 * @param numbers how many numbers there were
 * @param words the numbers in English, in their order
 */
public record BatchedFanoutResult(long batches, int numbers, List<String> words) {}
