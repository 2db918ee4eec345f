package dev.anabranch.examples.numbers;

/**
 * A number in words.
 *
 * @param letters the number of letters of the words
 */
public record Spelled(String words, int letters) {}
