package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.embedded.internal.local.CancelRequests;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code anabranch cancel}. */
@Command(
        name = "cancel",
        description = {
            "Cancel a run: of a deployment, of a server, or of `anabranch run` elsewhere.",
            "",
            "Nothing more of it is started, and the actions under way end as ABORTED."
        })
final class CancelCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of the run.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
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
            new CancelRequests(folder).request(run, console.host().pause());
        } else {
            here(folder);
        }
        console.out().println(run + " ABORTED");
        return ExitCode.OK;
    }

    /** Nobody runs anything in the folder: there is at most something to tidy up. */
    private void here(Path folder) throws IOException {
        try (LocalCloud local = LocalCloud.open(folder)) {
            Runs runs = local.cloud().runs();
            if (!runs.get(run).status().ended()) {
                throw new UsageError("The run `" + run + "` goes on when its server does. Start that with"
                        + " `anabranch serve --data " + folder + "`, and cancel the run then.");
            }
            runs.cancel(run);
        } catch (DataFolderUnavailable e) {
            new CancelRequests(folder).request(run, console.host().pause()); // Somebody else was faster.
        }
    }
}
