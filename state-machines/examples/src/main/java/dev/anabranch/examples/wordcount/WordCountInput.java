package dev.anabranch.examples.wordcount;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to count. Where neither files nor texts are given, it is all files.
 *
 * @param files names of texts that ship with the example, such as {@code gettysburg.txt}
 * @param texts texts of one's own, at most 10,000
 * @param top how many of the most frequent words to report, 0 to 10,000; 10 unless told
 * @param minLetters shorter words are left out of the most frequent ones, 1 to 100; 1 unless told
 */
public record WordCountInput(
        @Nullable List<@Nullable String> files,
        @Nullable List<@Nullable OwnText> texts,
        @Nullable Long top,
        @Nullable Long minLetters) {

    /** A text of one's own, under a name for the report. */
    public record OwnText(@Nullable String name, @Nullable String text) {}
}
