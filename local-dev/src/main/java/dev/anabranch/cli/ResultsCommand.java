package dev.anabranch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.run.ActionQuery;
import dev.anabranch.run.Page;
import dev.anabranch.run.RunAction;
import dev.anabranch.run.RunRecord;
import dev.anabranch.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch results}. */
@Command(
        name = "results",
        description = {
            "Print what a run that is kept returned.",
            "",
            "With --node, print what the actions of that node returned: one a line, in order."
        })
final class ResultsCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "<run>", description = "A run that `anabranch runs` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String run;

    @Option(
            names = "--node",
            paramLabel = "<node>",
            description = "Results of this node; of a run that failed as well.")
    private @Nullable String node;

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Option(
            names = "--out",
            paramLabel = "<dir>",
            description = "Put the files that the run has made into this folder.")
    private @Nullable Path out;

    @Mixin
    private DataOption data = new DataOption();

    ResultsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (node == null && !items.ranges().isEmpty()) {
            throw new WrongCommand("--items are those of a node: say of which with --node.");
        }
        OutFolder folder = out == null ? null : OutFolder.at(console.folder().resolve(out));
        try (LocalCloud local = LocalCloud.open(data.required(console))) {
            Runs runs = local.cloud().runs();
            if (node == null) {
                printOutput(runs);
            } else {
                printNode(runs, node);
            }
            if (folder != null) {
                folder.write(run, runs.reader());
            }
        }
        return ExitCode.OK;
    }

    private void printOutput(Runs runs) {
        RunRecord record = runs.get(run);
        JsonNode output = runs.output(run)
                .orElseThrow(() -> new WrongCommand("The run `" + run + "` is " + record.status()
                        + ", so it has returned nothing. With --node, what its actions returned is printed."));
        console.out().println(RunJson.pretty(output));
    }

    private void printNode(Runs runs, String name) {
        ActionQuery query = ActionQuery.all(ActionQuery.MOST).of(name).of(items.ranges());
        for (Optional<ActionQuery> next = Optional.of(query); next.isPresent(); ) {
            Page<RunAction> page = runs.actions(run, next.get());
            page.items().forEach(action -> runs.result(action).ifPresent(console.out()::println));
            next = page.next().map(query::after);
        }
    }
}
