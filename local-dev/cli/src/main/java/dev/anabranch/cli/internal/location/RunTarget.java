package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.command.ServeCommand;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** Where the runs are that a command is about: on this machine, or wherever a run API is. The same for all such commands. */
public final class RunTarget {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private DeploymentOptions elsewhere = new DeploymentOptions();

    /** True where the runs are not those of the data folder. */
    public boolean isRemote() {
        return elsewhere.areGiven();
    }

    /** The data folder, for a command that runs something there by itself. */
    public DataOption data() {
        return data;
    }

    /**
     * The deployment.
     *
     * @throws UsageError when none is named, or two are
     */
    public RemoteTarget remote(CommandContext console) {
        if (data.isGiven()) {
            throw new UsageError(
                    "--data names a folder of this machine, and the other options a deployment. Leave one out.");
        }
        return elsewhere.target(console);
    }

    /** Opens them. */
    public OpenRuns open(CommandContext console) throws IOException {
        if (isRemote()) {
            return new OpenRuns(remote(console).client(), () -> {});
        }
        if (elsewhere.lackOne()) {
            throw new UsageError("--region and --sigv4 are about a deployment. Name it with --stack or --url.");
        }
        LocalCloud local = local(data.required(console));
        return new OpenRuns(OpenRuns.client(local), local);
    }

    private static LocalCloud local(Path folder) throws IOException {
        try {
            return LocalCloud.open(folder);
        } catch (DataFolderUnavailable unavailable) {
            if (DataFolder.isHeld(folder)) {
                throw new UsageError(
                        unavailable.getMessage() + " If it is `anabranch serve`, ask that: --url " + ServeCommand.API
                                + ".",
                        unavailable);
            }
            throw unavailable;
        }
    }

    /**
     * A run that is to be followed to its end.
     *
     * @throws UsageError when nobody runs it
     */
    public ClientRun followed(RunClient client, String run, CommandContext console) {
        ClientRun found = client.get(run);
        if (!isRemote() && !found.status().ended()) {
            throw new UsageError("The run `" + run + "` goes on when its server does. Start that with"
                    + " `anabranch serve --data " + data.required(console) + "`, and follow the run with --url.");
        }
        return found;
    }

    /** The options that lead there again, each with a blank before it. */
    public String again() {
        return elsewhere.again();
    }
}
