package dev.anabranch.cli.internal.location;

import picocli.CommandLine.Option;

/** The options for what a run in this process prints to standard error. */
public final class ReportOptions {

    @Option(
            names = "--quiet",
            description = "Print no progress, log lines, summary and cost of a run in this process, only its failure.")
    private boolean quiet;

    @Option(names = "--bill", description = "Print the whole bill of a run in this process instead of its total.")
    private boolean bill;

    boolean quiet() {
        return quiet;
    }

    boolean bill() {
        return bill;
    }
}
