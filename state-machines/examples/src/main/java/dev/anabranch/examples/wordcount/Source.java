package dev.anabranch.examples.wordcount;

import org.jspecify.annotations.Nullable;

/**
 * The work of one action.
 *
 * @param name of the text
 * @param text what it says; null where it is the file of that name
 */
public record Source(String name, @Nullable String text) {}
