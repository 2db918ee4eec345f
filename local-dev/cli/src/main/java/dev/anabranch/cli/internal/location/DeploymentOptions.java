package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.output.NextCommand;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that name a deployment. */
public final class DeploymentOptions {

    @ArgGroup(validate = false, heading = "%nDeployment:%n")
    private Options given = new Options();

    /** The options. {@link RemoteTarget} checks which of them can be combined. */
    static final class Options {
        @Option(names = "--stack", paramLabel = "<name>", description = "The CloudFormation stack of the deployment.")
        private @Nullable String stack;

        @Option(
                names = "--url",
                paramLabel = "<url>",
                description = "The address of a run API, such as the one that `anabranch serve` prints.")
        private @Nullable URI url;

        @Option(
                names = "--endpoint-url",
                paramLabel = "<url>",
                description = "The address of an AWS emulator with the stack. The default of --stack is then "
                        + RemoteTarget.DEFAULT_STACK + ".")
        private @Nullable URI endpoint;

        @Option(
                names = "--region",
                paramLabel = "<region>",
                description = "The AWS region. Default: $AWS_REGION, or that of the profile.")
        private @Nullable String region;

        @Option(
                names = "--sigv4",
                description =
                        "Sign requests with Signature Version 4, also to addresses outside API Gateway. Otherwise requests to these"
                                + " addresses have the token of $" + ApiToken.VARIABLE + ", if it is set.")
        private boolean sigV4;
    }

    /** Returns whether a deployment is named. */
    public boolean areGiven() {
        return given.stack != null || given.url != null || given.endpoint != null;
    }

    /** Returns whether there are options about a deployment, but none is named. */
    boolean lackOne() {
        return !areGiven() && (given.region != null || given.sigV4);
    }

    /**
     * Returns the deployment.
     *
     * @throws UsageError if none or more than one is named
     */
    public RemoteTarget target(CommandContext console) {
        return RemoteTarget.of(
                Optional.ofNullable(given.stack),
                Optional.ofNullable(given.url),
                Optional.ofNullable(given.endpoint),
                Optional.ofNullable(given.region),
                given.sigV4,
                console);
    }

    /** Returns how messages name a command for the same deployment. */
    public NextCommand next(CommandContext console) {
        return new NextCommand(console.host().launcher(), again(), true, console.terminal());
    }

    /** Returns these options as text for another command, each after a blank. */
    String again() {
        StringBuilder options = new StringBuilder();
        add(options, "--stack", given.stack);
        add(options, "--url", given.url);
        add(options, "--endpoint-url", given.endpoint);
        add(options, "--region", given.region);
        if (given.sigV4) {
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
