package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.DeploymentOptions;
import dev.anabranch.cli.internal.location.IdempotencyKeys;
import dev.anabranch.cli.internal.location.InputArgument;
import dev.anabranch.cli.internal.location.RunWatcher;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.StartOrder;
import dev.anabranch.client.internal.transport.ApiRefused;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch start}. */
@Command(
        name = "start",
        description = {
            "Start a run of a deployed workflow, and print the run's id.",
            "",
            "With --wait, show its progress until it has ended, and print what it returned. Ctrl-C ends this command, but"
                    + " not the run. To run a workflow on this machine, use `anabranch run`."
        })
final class StartCommand implements Callable<Integer> {

    private static final int NOT_FOUND = 404;

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "The name of a deployed workflow.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String workflow;

    @Option(
            names = "--input",
            paramLabel = "<json>|@<file>|-",
            description = {
                "The input of the run, as JSON, as a file with JSON, or - for standard input. Default: {}, or null if the"
                        + " workflow has no input."
            })
    private @Nullable String input;

    @Option(
            names = "--id",
            paramLabel = "<id>",
            description = "The id of the run: letters, digits, hyphens and underscores. Default: a new id.")
    private @Nullable String id;

    @Option(names = "--no-cache", description = "Ignore the cache: use no results of earlier runs.")
    private boolean noCache;

    @Mixin
    private RunWatcher.Options watch = new RunWatcher.Options();

    @Mixin
    private DeploymentOptions deployment = new DeploymentOptions();

    StartCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!deployment.areGiven()) {
            throw new UsageError(
                    "No deployment is named. Use `--stack` for a stack on AWS, `--url` for the address of a run API, or"
                            + " `--endpoint-url` for an emulator. To run the workflow on this machine, use `"
                            + console.host().launcher() + " run " + ShellWord.of(workflow) + "`.");
        }
        Optional<JsonNode> given = Optional.ofNullable(input).map(json -> InputArgument.read(json, console));
        RunWatcher watching = new RunWatcher(console, deployment.next(console), watch);
        RunClient client = deployment.target(console).client();
        Optional<String> key =
                id == null ? Optional.of(IdempotencyKeys.next(console.host().random())) : Optional.empty();
        return watching.started(client, known(client, () -> {
            JsonNode sent = given.orElseGet(() -> InputArgument.absent(client.hasInput(workflow)));
            return client.start(new StartOrder(workflow, sent, Optional.ofNullable(id), key, noCache));
        }));
    }

    private <T> T known(RunClient client, Supplier<T> request) {
        try {
            return request.get();
        } catch (ApiRefused refused) {
            if (refused.status() != NOT_FOUND) {
                throw refused;
            }
            throw new UsageError(
                    "The deployment has no workflow `" + workflow + "`. It has: "
                            + String.join(", ", client.workflows()) + ".",
                    refused);
        }
    }
}
