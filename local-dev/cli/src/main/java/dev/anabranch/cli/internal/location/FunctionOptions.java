package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloudBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How functions run in this process. */
public final class FunctionOptions {

    @Option(
            names = "--concurrency",
            paramLabel = "<n>",
            description = {
                "How many functions may run in parallel, as the concurrency of an account on Lambda,",
                "which throttles any more. " + EmbeddedCloudBuilder.LAMBDA_CONCURRENCY + " if left out."
            })
    private @Nullable Integer concurrency;

    /** Whether the option was given. */
    public boolean isGiven() {
        return concurrency != null;
    }

    /** @throws UsageError if it is not positive */
    public int concurrency() {
        if (concurrency == null) {
            return EmbeddedCloudBuilder.LAMBDA_CONCURRENCY;
        }
        if (concurrency < 1) {
            throw new UsageError("`--concurrency` is " + concurrency + ", but must be at least 1.");
        }
        return concurrency;
    }
}
