package dev.anabranch.cli.internal.terminal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * The environment of a command.
 *
 * @param out standard output, for results only; in UTF-8 for all locales, so that results can be piped
 * @param err standard error, for progress and messages
 * @param terminal what {@code err} is attached to
 * @param clock the clock
 * @param environment the environment variables
 * @param folder the working directory, to which paths are relative
 * @param host other services of the machine
 */
public record CommandContext(
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        InstantSource clock,
        Map<String, String> environment,
        Path folder,
        CommandHost host) {

    /** Reports a request to a server of this command that failed because of a bug. */
    public void unanswered(String request, Throwable thrown) {
        synchronized (err) {
            err.println("anabranch: The request " + request + " could not be answered.");
            thrown.printStackTrace(err);
        }
    }
}
