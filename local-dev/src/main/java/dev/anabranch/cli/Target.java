package dev.anabranch.cli;

import dev.anabranch.client.ClientRun;
import dev.anabranch.client.RunClient;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the runs are that a command is about: on this machine, or wherever a run API is. The same for all such commands. */
final class Target {

    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(validate = false, heading = "%nRuns of a deployment, instead of those of the data folder:%n")
    private Options elsewhere = new Options();

    /** Where else. */
    static final class Options {
        @Option(names = "--stack", paramLabel = "<name>", description = "The CloudFormation stack that has them.")
        private @Nullable String stack;

        @Option(
                names = "--url",
                paramLabel = "<url>",
                description = "The address of their run API, such as `anabranch serve` prints.")
        private @Nullable URI url;

        @Option(
                names = "--endpoint-url",
                paramLabel = "<url>",
                description = "An emulator of AWS that has the stack, which is " + RemoteTarget.DEFAULT_STACK
                        + " unless --stack says otherwise.")
        private @Nullable URI endpoint;

        @Option(
                names = "--region",
                paramLabel = "<region>",
                description = "The region. That of AWS_REGION or of the profile if left out.")
        private @Nullable String region;

        @Option(
                names = "--sigv4",
                description = "Sign requests, also to an address that does not look like API Gateway's."
                        + " Otherwise they bring the token of " + ServedApi.TOKEN + ", where there is one.")
        private boolean sigV4;
    }

    /** True where the runs are not those of the data folder. */
    boolean isRemote() {
        return elsewhere.stack != null || elsewhere.url != null || elsewhere.endpoint != null;
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
        return RemoteTarget.of(
                Optional.ofNullable(elsewhere.stack),
                Optional.ofNullable(elsewhere.url),
                Optional.ofNullable(elsewhere.endpoint),
                Optional.ofNullable(elsewhere.region),
                elsewhere.sigV4,
                console);
    }

    /** Opens them. */
    OpenRuns open(Console console) throws IOException {
        if (isRemote()) {
            return new OpenRuns(remote(console).client(), () -> {});
        }
        if (elsewhere.region != null || elsewhere.sigV4) {
            throw new WrongCommand("--region and --sigv4 are about a deployment. Name it with --stack or --url.");
        }
        LocalCloud local = LocalCloud.open(data.required(console));
        return new OpenRuns(local.client(), local);
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

    /** The options that lead there again, with a blank before them. */
    String again() {
        StringBuilder options = new StringBuilder();
        add(options, "--stack", elsewhere.stack);
        add(options, "--url", elsewhere.url);
        add(options, "--endpoint-url", elsewhere.endpoint);
        add(options, "--region", elsewhere.region);
        if (elsewhere.sigV4) {
            options.append(" --sigv4");
        }
        return options.toString();
    }

    private static void add(StringBuilder options, String name, @Nullable Object value) {
        if (value != null) {
            options.append(' ').append(name).append(' ').append(ShellWord.of(value.toString()));
        }
    }
}
