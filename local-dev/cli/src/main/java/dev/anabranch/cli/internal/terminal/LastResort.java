package dev.anabranch.cli.internal.terminal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Explains a failure outside of all commands, and terminates the process. It uses no other class of Anabranch, because
 * Java may be unable to load one: a process that may not open more files finds no classes in jars that are not open
 * yet.
 */
public final class LastResort {

    private static final String TOO_MANY_OPEN_FILES =
            "The process may not open more files. Raise the limit, for example with `ulimit -n 1024`.";

    private final PrintStream messages;
    private final Path existing;

    /**
     * Creates it. To be done first, as long as its class can be loaded.
     *
     * @param existing a file that exists; it is opened to find out whether the process may open files
     */
    public LastResort(PrintStream messages, Path existing) {
        this.messages = messages;
        this.existing = existing;
    }

    /** Prints why the process cannot continue, and terminates it without shutdown hooks. */
    public void end(Throwable failure) {
        int code = explain(failure);
        messages.flush();
        Runtime.getRuntime().halt(code);
    }

    /** Prints why the process cannot continue, and returns the exit code. */
    int explain(Throwable failure) {
        Optional<String> limit = limit(existing);
        if (limit.isPresent()) {
            messages.println("anabranch: " + limit.get());
            return ExitCode.WRONG_COMMAND;
        }
        messages.println("anabranch: This is a bug in Anabranch. Please report it with the following lines:");
        failure.printStackTrace(messages);
        return ExitCode.BUG;
    }

    /** Returns a sentence if the process may not open more files; empty otherwise. */
    static Optional<String> limit(Path existing) {
        try {
            new FileInputStream(existing.toFile()).close();
            return Optional.empty();
        } catch (IOException e) {
            return explain(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns a sentence if the message of a failure says that the process may not open more files; empty otherwise.
     */
    static Optional<String> explain(String message) {
        return message.contains("Too many open files") ? Optional.of(TOO_MANY_OPEN_FILES) : Optional.empty();
    }
}
