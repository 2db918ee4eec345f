package dev.anabranch.cli.internal.terminal;

import dev.anabranch.cli.internal.progress.Terminal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * All that a command gets from outside.
 *
 * @param out results and nothing else, in UTF-8 whatever the locale, so that they can be piped
 * @param err progress and errors
 * @param terminal what {@code err} is attached to
 * @param clock the time
 * @param environment the variables of the process
 * @param folder what relative paths are relative to
 * @param host what else the machine has
 */
public record CommandContext(
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        InstantSource clock,
        Map<String, String> environment,
        Path folder,
        CommandHost host) {}
