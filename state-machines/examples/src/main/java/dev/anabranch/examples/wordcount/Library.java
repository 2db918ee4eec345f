package dev.anabranch.examples.wordcount;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts that the example contains. */
final class Library {
    /** The names of the files, in alphabetical order. */
    static final List<String> FILES = List.of(
            "albatros.txt",
            "chudnoe-mgnovenye.txt",
            "erlkoenig.txt",
            "gettysburg.txt",
            "jabberwocky.txt",
            "quijote.txt");

    private Library() {}

    /** Returns the text of a file. */
    static String read(String file) {
        try (InputStream in = Library.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the jar, beside " + Library.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the text " + file, e);
        }
    }
}
