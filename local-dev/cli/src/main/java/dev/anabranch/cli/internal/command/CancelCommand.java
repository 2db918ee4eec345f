package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.embedded.internal.local.CancelRequests;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.Sleeper;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.nio.file.Path;
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
        if (target.isRemote()) {
            ClientRun cancelled = target.remote(console).client().cancel(run);
            console.out().println(cancelled.id() + " " + cancelled.status());
            return ExitCode.OK;
        }
        Path folder = target.data().required(console);
        if (DataFolder.isHeld(folder)) {
            new CancelRequests(folder).request(run, Sleeper::sleep);
        } else {
            cancelRecorded(folder);
        }
        console.out().println(run + " ABORTED");
        return ExitCode.OK;
    }

    /** Cancels a run of which only the records exist, because no process holds the data folder. */
    private void cancelRecorded(Path folder) throws IOException {
        try (LocalCloud local = LocalCloud.open(folder)) {
            Runs runs = local.cloud().runs();
            if (!runs.get(run).status().ended()) {
                throw new UsageError(
                        "The run `" + run + "` continues when its server is started again. Start the server with"
                                + " `anabranch serve --data " + folder + "`, then cancel the run.");
            }
            runs.cancel(run);
        } catch (DataFolderUnavailable e) {
            new CancelRequests(folder).request(run, Sleeper::sleep); // Another process has opened the folder since.
        }
    }
}
