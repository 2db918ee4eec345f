package dev.anabranch.examples.numbers;

/**
 * A number in words.
 *
 * @param letters how many letters the words have
 */
public record Spelled(String words, int letters) {}
