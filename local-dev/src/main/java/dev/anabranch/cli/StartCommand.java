package dev.anabranch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.client.ApiRefused;
import dev.anabranch.client.ClientRun;
import dev.anabranch.client.RunClient;
import dev.anabranch.client.StartOrder;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch start}. */
@Command(
        name = "start",
        description = {
            "Start a run of a workflow that is deployed, and print the run's id.",
            "",
            "With --wait, show its progress until it has ended, and print what it returned.",
            "The run goes on without this command: Ctrl-C ends the watching, not the run.",
            "To run a workflow on this machine: `anabranch run`."
        })
final class StartCommand implements Callable<Integer> {

    private static final int NOT_FOUND = 404;

    private final Console console;

    @Parameters(paramLabel = "<workflow>", description = "A workflow that is deployed there.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String workflow;

    @Option(
            names = "--input",
            paramLabel = "<json>|@<file>",
            description = "What the run is given, as JSON or in a file. {} if left out.")
    private String input = "{}";

    @Option(
            names = "--id",
            paramLabel = "<id>",
            description = "The id of the run: letters, digits, hyphens and underscores. Made up if left out.")
    private @Nullable String id;

    @Option(names = "--no-cache", description = "Take no result from earlier runs.")
    private boolean noCache;

    @Mixin
    private Watch.Options watch = new Watch.Options();

    @Mixin
    private DeploymentOptions deployment = new DeploymentOptions();

    StartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!deployment.areGiven()) {
            throw new WrongCommand(
                    "Say where the workflow is deployed: --stack for a stack on AWS, --url for the address of"
                            + " a run API, --endpoint-url for an emulator. To run it on this machine: `anabranch run "
                            + ShellWord.of(workflow) + "`.");
        }
        JsonNode given = InputArgument.read(input, console.folder());
        Watch watching = new Watch(console, deployment.again(), watch);
        RunClient client = deployment.target(console).client();
        Optional<String> key = id == null ? Optional.of(Keys.next(console.host().random())) : Optional.empty();
        StartOrder order = new StartOrder(workflow, given, Optional.ofNullable(id), key, noCache);
        return watching.started(client, start(client, order));
    }

    private ClientRun start(RunClient client, StartOrder order) {
        try {
            return client.start(order);
        } catch (ApiRefused refused) {
            if (refused.status() != NOT_FOUND) {
                throw refused;
            }
            throw new WrongCommand(
                    "There is no workflow `" + workflow + "` there. There are: " + String.join(", ", client.workflows())
                            + ".",
                    refused);
        }
    }
}
