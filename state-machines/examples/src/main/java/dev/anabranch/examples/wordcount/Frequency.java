package dev.anabranch.examples.wordcount;

/** How often a word occurs. */
public record Frequency(String word, int count) {}
