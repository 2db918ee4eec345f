package dev.anabranch.examples.wordcount;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts to count. If neither files nor texts are present, all files are counted.
 *
 * @param files names of texts that the example contains, such as {@code gettysburg.txt}
 * @param texts your own texts, at most 10,000
 * @param top the number of most frequent words to report, 0 to 10,000; 10 by default
 * @param minLetters the minimum length of a reported word, 1 to 100; 1 by default
 */
public record WordCountInput(
        @Nullable List<@Nullable String> files,
        @Nullable List<@Nullable OwnText> texts,
        @Nullable Long top,
        @Nullable Long minLetters) {

    /** A text of the user, with its name in the report. */
    public record OwnText(@Nullable String name, @Nullable String text) {}
}
