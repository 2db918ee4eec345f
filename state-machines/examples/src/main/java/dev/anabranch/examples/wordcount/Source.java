package dev.anabranch.examples.wordcount;

import org.jspecify.annotations.Nullable;

/**
 * The input of one action.
 *
 * @param name the name of the text
 * @param text the text; null for the file with that name
 */
public record Source(String name, @Nullable String text) {}
