package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.command.ConsoleCommand;
import dev.anabranch.cli.internal.command.ServeCommand;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
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

    /** Opens the runs. */
    public OpenRuns open(CommandContext console) throws IOException {
        if (isRemote()) {
            return new OpenRuns(remote(console).client(), () -> {});
        }
        if (deployment.lackOne()) {
            throw new UsageError("`--region` and `--sigv4` require a deployment. Name it with `--stack` or `--url`.");
        }
        LocalCloud local = local(data.required(console));
        local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
        return new OpenRuns(OpenRuns.client(local), local);
    }

    /** Opens the runs; those of a folder that another process holds through that process. */
    public OpenRuns openLive(CommandContext console) throws IOException {
        Path folder = isRemote() ? null : data.required(console);
        return folder != null && DataFolder.isHeld(folder)
                ? new OpenRuns(
                        new RunClient(new MailTransport(folder, console.host().random())), () -> {})
                : open(console);
    }

    /** Returns transports to the process that holds a data folder. */
    public Supplier<Transport> mail(Path folder, CommandContext console) {
        return () -> new MailTransport(folder, console.host().random());
    }

    private static LocalCloud local(Path folder) throws IOException {
        try {
            return LocalCloud.open(folder);
        } catch (DataFolderUnavailable unavailable) {
            if (DataFolder.isHeld(folder)) {
                throw new UsageError(
                        unavailable.getMessage() + " If it is `anabranch serve`, add `--url " + ServeCommand.API
                                + "`; if it is `anabranch console`, add `--url " + ConsoleCommand.API + "`.",
                        unavailable);
            }
            throw unavailable;
        }
    }

    /**
     * Returns a run that a command follows until its end.
     *
     * @throws UsageError if no process runs it
     */
    public ClientRun followed(RunClient client, String run, CommandContext console) {
        ClientRun found = client.get(run);
        if (!isRemote() && !found.status().ended()) {
            throw new UsageError("The run `" + run
                    + "` continues when its server is started again. Start the server with"
                    + " `anabranch serve --data " + data.required(console) + "`, then follow the run with `--url`.");
        }
        return found;
    }

    /** Returns the options as text for another command, each after a blank. */
    public String again() {
        return deployment.again() + data.again();
    }
}
