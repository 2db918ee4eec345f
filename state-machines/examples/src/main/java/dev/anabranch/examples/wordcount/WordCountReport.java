package dev.anabranch.examples.wordcount;

import java.util.List;

/**
 * What was counted.
 *
 * @param words of all texts
 * @param distinct how many different ones
 * @param top the most frequent ones
 * @param texts each text, in the order of the input
 */
public record WordCountReport(long words, int distinct, List<Frequency> top, List<Text> texts) {

    /** One text with its words, and how many different ones. */
    public record Text(String name, long words, int distinct) {}
}
