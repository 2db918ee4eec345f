package dev.anabranch.examples.wordcount;

/** A word and the number of its occurrences. */
public record Frequency(String word, int count) {}
