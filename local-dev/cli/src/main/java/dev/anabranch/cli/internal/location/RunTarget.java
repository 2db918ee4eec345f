package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.output.NextCommand;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** The options that name the runs of a command: those of a data folder, or those of a deployment. */
public final class RunTarget {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private DeploymentOptions deployment = new DeploymentOptions();

    /** Returns whether the runs are those of a deployment. */
    public boolean isRemote() {
        return deployment.areGiven();
    }

    /** Returns the option of the data folder. */
    public DataOption data() {
        return data;
    }

    /**
     * Returns the deployment.
     *
     * @throws UsageError if none or more than one is named
     */
    public RemoteTarget remote(CommandContext console) {
        if (data.isGiven()) {
            throw new UsageError(
                    "`--data` names a folder on this machine, and other options name a deployment. Leave one out.");
        }
        return deployment.target(console);
    }

    /** Opens the runs; those of a folder that another process holds through that process. */
    public OpenRuns open(CommandContext console) throws IOException {
        if (isRemote()) {
            return new OpenRuns(remote(console).client(), () -> {}, true);
        }
        if (deployment.lackOne()) {
            throw new UsageError("`--region` and `--sigv4` require a deployment. Name it with `--stack` or `--url`.");
        }
        return OpenRuns.ofFolder(data.existing(console), console);
    }

    /**
     * Returns a run that a command follows until its end, or cancels.
     *
     * @throws UsageError if no process runs it
     */
    public ClientRun followed(OpenRuns open, String run, CommandContext console) {
        ClientRun found = open.client().get(run);
        if (!open.areLive() && !found.status().ended()) {
            throw new UsageError("The run `" + run
                    + "` continues when its server is started again. Start the server with"
                    + " `" + data.next(console).of("serve") + "`, then repeat this command.");
        }
        return found;
    }

    /** Returns how messages name a command for the same runs. */
    public NextCommand next(CommandContext console) {
        return new NextCommand(
                console.host().launcher(), deployment.again() + data.again(), isRemote(), console.terminal());
    }
}
