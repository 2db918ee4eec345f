package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloudBuilder;
import dev.anabranch.embedded.internal.local.LocalCloud;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for functions in this process. */
public final class FunctionOptions {

    @Option(
            names = "--concurrency",
            paramLabel = "<n>",
            description =
                    "The number of functions that may run in parallel, like the concurrency quota of a Lambda account;"
                            + " further invocations are throttled. Default: "
                            + EmbeddedCloudBuilder.LAMBDA_CONCURRENCY + ".")
    private @Nullable Integer concurrency;

    @Option(
            names = "--settings",
            paramLabel = "<file>",
            description = "The file with the settings and secrets of tasks, one NAME=value a line. Default: "
                    + SettingsFile.DEFAULT + " in the current folder, if it exists.")
    private @Nullable Path settings;

    /** Returns whether an option was given. */
    public boolean isGiven() {
        return concurrency != null || settings != null;
    }

    /** Returns how functions run; those that do not return are reported on standard error. */
    public LocalCloud.Functions settings(CommandContext console) {
        return new LocalCloud.Functions(
                concurrency(),
                sentence -> console.err().println("anabranch: " + sentence),
                line -> {},
                SettingsFile.read(console.folder(), settings),
                false);
    }

    /** @throws UsageError if it is not positive */
    private int concurrency() {
        if (concurrency == null) {
            return EmbeddedCloudBuilder.LAMBDA_CONCURRENCY;
        }
        if (concurrency < 1) {
            throw new UsageError("`--concurrency` is " + concurrency + ", but must be at least 1.");
        }
        return concurrency;
    }
}
