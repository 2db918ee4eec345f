package dev.anabranch.cli;

import dev.anabranch.client.ClientRun;
import dev.anabranch.client.RunClient;
import dev.anabranch.cloud.DataFolder;
import dev.anabranch.cloud.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** Where the runs are that a command is about: on this machine, or wherever a run API is. The same for all such commands. */
final class Target {

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private DeploymentOptions elsewhere = new DeploymentOptions();

    /** True where the runs are not those of the data folder. */
    boolean isRemote() {
        return elsewhere.areGiven();
    }

    /** The data folder, for a command that runs something there by itself. */
    DataOption data() {
        return data;
    }

    /**
     * The deployment.
     *
     * @throws WrongCommand when none is named, or two are
     */
    RemoteTarget remote(Console console) {
        if (data.isGiven()) {
            throw new WrongCommand(
                    "--data names a folder of this machine, and the other options a deployment. Leave one out.");
        }
        return elsewhere.target(console);
    }

    /** Opens them. */
    OpenRuns open(Console console) throws IOException {
        if (isRemote()) {
            return new OpenRuns(remote(console).client(), () -> {});
        }
        if (elsewhere.lackOne()) {
            throw new WrongCommand("--region and --sigv4 are about a deployment. Name it with --stack or --url.");
        }
        LocalCloud local = local(data.required(console));
        return new OpenRuns(local.client(), local);
    }

    private static LocalCloud local(Path folder) throws IOException {
        try {
            return LocalCloud.open(folder);
        } catch (DataFolderUnavailable unavailable) {
            if (DataFolder.isHeld(folder)) {
                throw new WrongCommand(
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
     * @throws WrongCommand when nobody runs it
     */
    ClientRun followed(RunClient client, String run, Console console) {
        ClientRun found = client.get(run);
        if (!isRemote() && !found.status().ended()) {
            throw new WrongCommand("The run `" + run + "` goes on when its server does. Start that with"
                    + " `anabranch serve --data " + data.required(console) + "`, and follow the run with --url.");
        }
        return found;
    }

    /** The options that lead there again, each with a blank before it. */
    String again() {
        return elsewhere.again();
    }
}
