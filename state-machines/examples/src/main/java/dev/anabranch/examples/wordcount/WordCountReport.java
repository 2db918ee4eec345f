package dev.anabranch.examples.wordcount;

import java.util.List;

/**
 * The counts.
 *
 * @param words the number of words of all texts
 * @param distinct the number of distinct words
 * @param top the most frequent words
 * @param texts each text, in the order of the input
 */
public record WordCountReport(long words, int distinct, List<Frequency> top, List<Text> texts) {

    /** A text with its number of words, and of distinct words. */
    public record Text(String name, long words, int distinct) {}
}
