package dev.anabranch.cli.internal.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What the libraries log goes nowhere, or to a file: never between our own lines on standard error. {@code java.util.logging}
 * makes an instance in place of reading its configuration, and so it begins without any handler.
 */
public final class LibraryLog {

    /** To be named in the system property {@code java.util.logging.config.class}. */
    public LibraryLog() {}

    public static void appendTo(Path file) {
        try {
            FileHandler handler = new FileHandler(file.toString().replace("%", "%%"), true);
            handler.setEncoding(StandardCharsets.UTF_8.name());
            handler.setFormatter(new SimpleFormatter());
            Logger.getLogger("").addHandler(handler);
        } catch (IOException e) {
            throw new UsageError("The log file `" + file + "` cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
