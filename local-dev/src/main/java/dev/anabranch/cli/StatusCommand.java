package dev.anabranch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.run.ActionCounts;
import dev.anabranch.run.RunRecord;
import dev.anabranch.run.Runs;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch status}. */
@Command(name = "status", description = "Say how a run that is kept went, and how many actions it had.")
final class StatusCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "<run>", description = "A run that `anabranch runs` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String run;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private DataOption data = new DataOption();

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (LocalCloud local = LocalCloud.open(data.required(console))) {
            Runs runs = local.cloud().runs();
            RunRecord record = runs.get(run);
            ActionCounts actions = runs.counts(run);
            if (json) {
                ObjectNode object = RecordJson.of(record);
                object.set("actions", RecordJson.of(actions));
                console.out().println(object);
            } else {
                print(record, actions);
            }
        }
        return ExitCode.OK;
    }

    private void print(RunRecord record, ActionCounts actions) {
        line("run", record.id());
        line("workflow", record.workflow());
        line("status", record.status().name());
        line("started", Table.time(record.started()));
        line("took", Table.between(record.started(), record.ended()));
        record.rerunOf().ifPresent(source -> line("rerun of", source));
        line(
                "actions",
                actions.total() + ": " + actions.succeeded() + " succeeded, " + actions.cached() + " cached, "
                        + actions.failed() + " failed, " + actions.running() + " running, " + actions.aborted()
                        + " aborted");
        record.failure()
                .ifPresent(error -> line(
                        "error",
                        (error.node().isEmpty() ? "" : "`" + error.node() + "` ")
                                + (error.action().isEmpty() ? "" : "action " + error.action() + " ")
                                + FailureText.what(error)));
    }

    private void line(String name, String value) {
        console.out().println((name + "          ").substring(0, 10) + value);
    }
}
