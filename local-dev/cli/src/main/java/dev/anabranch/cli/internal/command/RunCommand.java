package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.location.ForegroundRun;
import dev.anabranch.cli.internal.location.FunctionOptions;
import dev.anabranch.cli.internal.location.InputArgument;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.InputTooLarge;
import dev.anabranch.client.internal.StartOrder;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.TaskUnusable;
import dev.anabranch.runs.internal.api.InputType;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch run}. */
@Command(
        name = "run",
        description = {
            "Run a workflow on the embedded cloud, in this process.",
            "",
            "The output of the workflow goes to standard output. Progress, a summary and the AWS bill go to standard error."
                    + " Ctrl-C cancels the run.",
            "",
            "The run is kept in the data folder for `anabranch rerun`, `status`, `actions` and `results`, which can be"
                    + " used at the same time in other terminals. If another process uses the folder, the run is kept there through"
                    + " that process. If the default folder cannot be written, the run is kept in memory."
        })
final class RunCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "The name of a workflow, as listed by `anabranch list`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

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
        JsonNode given = input == null
                ? InputArgument.absent(!isVoid(EmbeddedCloud.inputType(workflow)))
                : InputArgument.read(input, console);
        InputTooLarge.check(StartOrder.body(given));
        return new ForegroundRun(console, data, functions, options).untilEnd((cloud, progress) -> {
            Deployment deployment = deployed(cloud, workflow, given);
            progress.follow(deployment.plan());
            return cloud.runs().start(new RunRequest(name, given, Optional.ofNullable(id), Optional.empty(), noCache));
        });
    }

    private static boolean isVoid(Type type) {
        return TaskJson.types().constructType(type).hasRawClass(Void.class);
    }

    /** Deploys the workflow. If settings are missing and the input is invalid, the message has both. */
    private static Deployment deployed(EmbeddedCloud cloud, Workflow<?, ?> workflow, JsonNode given) {
        try {
            return cloud.deploy(workflow);
        } catch (TaskUnusable unusable) {
            try {
                new InputType(EmbeddedCloud.inputType(workflow)).check(given);
            } catch (RunRefused invalid) {
                throw new UsageError(unusable.getMessage() + "\n" + invalid.getMessage(), unusable);
            }
            throw unusable;
        }
    }
}
