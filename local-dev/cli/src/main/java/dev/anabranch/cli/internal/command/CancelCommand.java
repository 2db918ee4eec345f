package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.client.internal.ClientRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch cancel}. */
@Command(
        name = "cancel",
        description = {
            "Cancel a run of a deployment, of `anabranch serve`, or of an `anabranch run` in another terminal.",
            "",
            "No further actions are started. Actions in flight end as ABORTED."
        })
final class CancelCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of the run.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Mixin
    private RunTarget target = new RunTarget();

    CancelCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (OpenRuns open = target.open(console)) {
            if (!open.areLive()) {
                target.followed(open, run, console);
            }
            ClientRun cancelled = open.client().cancel(run);
            console.out().println(cancelled.id() + " " + cancelled.status());
        }
        return ExitCode.OK;
    }
}
