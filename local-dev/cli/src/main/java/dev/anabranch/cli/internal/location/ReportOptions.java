package dev.anabranch.cli.internal.location;

import picocli.CommandLine.Option;

/** The options for how a run in this process is watched: what it prints to standard error, and by a debugger. */
public final class ReportOptions {

    @Option(
            names = "--quiet",
            description = "Print no progress, log lines, summary and cost of a run in this process, only its failure.")
    private boolean quiet;

    @Option(names = "--bill", description = "Print the whole bill of a run in this process instead of its total.")
    private boolean bill;

    @Option(
            names = "--debug",
            description = {
                "Run one action at a time in this process, without timeouts, so that a debugger can stop in a task. The launcher"
                        + " of a project lets the process wait for a debugger on port 5005, or $ANABRANCH_DEBUG_PORT."
            })
    private boolean debug;

    boolean debug() {
        return debug;
    }

    boolean quiet() {
        return quiet;
    }

    boolean bill() {
        return bill;
    }
}
