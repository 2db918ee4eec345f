package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which deployment a command is about: the same for all that can be about one. */
public final class DeploymentOptions {

    @ArgGroup(validate = false, heading = "%nWhich deployment:%n")
    private Options given = new Options();

    /** Each may be given; which of them go together, {@link RemoteTarget} knows. */
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
                        + " Otherwise they bring the token of " + ApiToken.VARIABLE + ", where there is one.")
        private boolean sigV4;
    }

    /** True where one is named. */
    public boolean areGiven() {
        return given.stack != null || given.url != null || given.endpoint != null;
    }

    /** True where there is an option about one, though it is not named. */
    boolean lackOne() {
        return !areGiven() && (given.region != null || given.sigV4);
    }

    /**
     * The deployment.
     *
     * @throws UsageError when none is named, or two are
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

    /** The options that lead there again, each with a blank before it. */
    public String again() {
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
