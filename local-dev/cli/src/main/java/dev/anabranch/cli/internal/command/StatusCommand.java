package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.RunWatcher;
import dev.anabranch.cli.internal.output.FailureReport;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.output.RunFailureText;
import dev.anabranch.cli.internal.output.SafeText;
import dev.anabranch.cli.internal.output.TextTable;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch status}. */
@Command(name = "status", description = "Print the status of a run and the number of its actions by status.")
final class StatusCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Option(names = "--follow", description = "Show progress until the run has ended. The exit code is 1 if it failed.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private RunTarget target = new RunTarget();

    StatusCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (OpenRuns open = target.open(console)) {
            RunClient client = open.client();
            Optional<ClientRun> found = follow
                    ? new RunWatcher(console, target.again(), new RunWatcher.Options())
                            .untilEnd(client, target.followed(client, run, console))
                    : Optional.of(client.get(run));
            if (found.isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            show(found.get(), RunWatcher.counts(client, run));
            if (!json) {
                found.get().error().ifPresent(error -> new FailureReport(client, run, target.again())
                        .of(error)
                        .forEach(console.out()::println));
            }
            boolean failed = follow && found.get().status() != RunStatus.SUCCEEDED;
            return failed ? ExitCode.RUN_FAILED : ExitCode.OK;
        }
    }

    private void show(ClientRun found, Optional<ActionCounts> actions) {
        if (json) {
            ObjectNode object = RecordJson.of(found);
            object.set("actions", actions.<JsonNode>map(RecordJson::of).orElse(NullNode.instance));
            console.out().println(object);
        } else {
            print(found, actions);
        }
    }

    private void print(ClientRun found, Optional<ActionCounts> actions) {
        line("run", found.id());
        line("workflow", found.workflow());
        line("status", found.status().name());
        line("started", TextTable.time(found.started()));
        found.ended().ifPresent(end -> line("took", TextTable.between(found.started(), end)));
        found.rerunOf().ifPresent(source -> line("rerun of", source));
        found.parent()
                .ifPresent(parent -> line(
                        "parent",
                        parent.run() + ", `" + parent.node() + "`"
                                + (parent.action().isEmpty() ? "" : " action " + parent.action())));
        line("actions", actions.map(StatusCommand::counted).orElse("too many to count"));
        found.error()
                .ifPresent(error -> line(
                        "error",
                        (error.node().isEmpty() ? "" : "`" + error.node() + "` ")
                                + (error.action().isEmpty() ? "" : "action " + error.action() + " ")
                                + SafeText.of(RunFailureText.what(error))));
    }

    private static String counted(ActionCounts actions) {
        return (actions.partial() ? "at least " : "") + actions.total() + ": " + actions.succeeded() + " succeeded, "
                + actions.cached() + " cached, " + actions.failed() + " failed, " + actions.running() + " running, "
                + actions.aborted() + " aborted";
    }

    private void line(String name, String value) {
        console.out().println((name + "          ").substring(0, 10) + value);
    }
}
