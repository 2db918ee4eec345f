package dev.anabranch.cli.internal.terminal;

import dev.anabranch.runtime.internal.invoke.TaskLogHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * The logs of libraries, which are discarded or appended to a file, but never printed to standard error. What tasks log
 * becomes lines of their actions' logs. {@code java.util.logging} creates an instance of this class instead of reading
 * its configuration, and therefore begins without a handler.
 */
public final class LibraryLog {

    /**
     * Called by {@code java.util.logging}; the system property {@code java.util.logging.config.class} names this class.
     */
    public LibraryLog() {
        Logger.getLogger("").addHandler(new TaskLogHandler(discarded -> {}));
    }

    public static void appendTo(Path file) {
        try {
            FileHandler handler = new FileHandler(file.toString().replace("%", "%%"), true);
            handler.setEncoding(StandardCharsets.UTF_8.name());
            handler.setFormatter(new SimpleFormatter());
            Logger.getLogger("").addHandler(handler);
        } catch (IOException e) {
            // The message would name the lock file, which the user does not know.
            String why = e instanceof NoSuchFileException ? "its folder does not exist" : e.getMessage();
            throw new UsageError(
                    "The log file `" + file + "` cannot be written: " + why + ". Name another with `--log-file`.", e);
        }
    }
}
