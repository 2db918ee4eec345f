package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.location.ForegroundRun;
import dev.anabranch.cli.internal.location.FunctionOptions;
import dev.anabranch.cli.internal.location.InputArgument;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.client.internal.InputTooLarge;
import dev.anabranch.client.internal.StartOrder;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch run}. */
@Command(
        name = "run",
        description = {
            "Run a workflow on the embedded cloud, in this process.",
            "",
            "What it returns goes to standard output; progress, how it ended and",
            "what AWS would have billed for it to standard error.",
            "Ctrl-C cancels the run. What it leaves behind is kept in the data folder,",
            "for `anabranch rerun`, `status`, `actions` and `results`; where another",
            "process holds that, or it cannot be written, the run is in memory."
        })
final class RunCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "A name that `anabranch list` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String name;

    @Option(
            names = "--input",
            paramLabel = "<json>|@<file>",
            description = "What the run is given, as JSON or in a file. {} if left out.")
    private String input = "{}";

    @Option(names = "--no-cache", description = "Take no result from earlier runs.")
    private boolean noCache;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private FunctionOptions functions = new FunctionOptions();

    @Mixin
    private ForegroundRun.Options options = new ForegroundRun.Options();

    RunCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Workflow<?, ?> workflow = WorkflowCatalogue.onClassPath().get(name);
        JsonNode given = InputArgument.read(input, console.folder());
        InputTooLarge.check(StartOrder.body(given));
        return new ForegroundRun(console, data, functions, options).toItsEnd((cloud, progress) -> {
            Deployment deployment = cloud.deploy(workflow);
            progress.follow(deployment.plan());
            RunRequest request = RunRequest.of(name, given);
            return cloud.runs().start(noCache ? request.withoutCache() : request);
        });
    }
}
