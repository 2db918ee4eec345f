package dev.anabranch.cli.internal.terminal;

import dev.anabranch.engine.internal.thread.GuardedThread;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Explains a failure outside of all commands, and terminates the process. It loads no other class of Anabranch then, because
 * Java may be unable to load one: a process that may not open more files finds no classes in jars that are not open
 * yet.
 */
public final class LastResort {

    private static final String TOO_MANY_OPEN_FILES =
            "The process may not open more files. Raise the limit, for example with `ulimit -n 1024`.";

    private static final String UNLOADABLE =
            "The process could open no file for a moment, for example because a task held them open, and so could not load a"
                    + " class. Raise the limit, for example with `ulimit -n 1024`.";

    private static final int LOOK_MILLIS = 1_000;

    private static final int MOST_CAUSES = 20;

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

    /**
     * Starts to watch whether the process may open files. If it may open none for some time, for example because a task
     * holds them all open, threads have lost work for lack of a file or a class; the process then ends with a sentence.
     *
     * @param seconds how long
     */
    public void watch(int seconds) {
        limit(existing); // Loads the classes that this needs.
        new GuardedThread(Thread.currentThread().getThreadGroup(), () -> look(seconds), "anabranch-files").start();
    }

    private void look(int seconds) {
        for (int refused = 0; refused < seconds; refused = limit(existing).isPresent() ? refused + 1 : 0) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException ignored) {
                // The watch ends with the process.
            }
        }
        messages.println("anabranch: " + TOO_MANY_OPEN_FILES + " What has finished is kept in the data folder.");
        messages.flush();
        Runtime.getRuntime().halt(ExitCode.WRONG_COMMAND);
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
        if (isUnloadable(failure)) {
            messages.println("anabranch: " + UNLOADABLE);
            return ExitCode.WRONG_COMMAND;
        }
        messages.println("anabranch: This is a bug in Anabranch. Please report it with the following lines:");
        failure.printStackTrace(messages);
        return ExitCode.BUG;
    }

    /** Returns whether a class that exists was not found, which Java reports again each time the class is used. */
    private static boolean isUnloadable(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++, cause = cause.getCause()) {
            if (cause instanceof NoClassDefFoundError missing
                    && LastResort.class.getClassLoader().getResource(missing.getMessage() + ".class") != null) {
                return true;
            }
        }
        return false;
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
