package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.FormatOption;
import dev.anabranch.cli.internal.location.ItemsOption;
import dev.anabranch.cli.internal.location.MissingItems;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.RunWatcher;
import dev.anabranch.cli.internal.output.OutFolder;
import dev.anabranch.cli.internal.output.RecordFormat;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.output.RunJson;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.output.UnreturnedItems;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientResult;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.wire.PathSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch results}. */
@Command(
        name = "results",
        description = {
            "Print what a run returned.",
            "",
            "With --node, print what each action of that node returned, one per line, in the order of the items."
                    + " A line on standard error names the items that have no result."
        })
final class ResultsCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Option(
            names = "--node",
            paramLabel = "<node>",
            description = "Print the results of this node, also if the run failed.")
    private @Nullable String node;

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Option(
            names = "--follow",
            description =
                    "Continue until the run has ended. Results of a node are printed in the order in which actions complete.")
    private boolean follow;

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(names = "--out", paramLabel = "<dir>", description = "Write the files of the run to this folder.")
    private @Nullable Path out;

    @Mixin
    private RunTarget target = new RunTarget();

    ResultsCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (node == null && items.isGiven()) {
            throw new UsageError("`" + items.name() + "` requires `--node`. Name the node of the items.");
        }
        if (follow && items.isGiven()) {
            throw new UsageError("`--follow` prints all items as they complete. Leave `" + items.name() + "` out.");
        }
        if (format.get() != RecordFormat.TABLE && node == null) {
            throw new UsageError("`--json` and `--format` require `--node`. Name the node of the results.");
        }
        OutFolder folder = out == null ? null : OutFolder.at(console.folder().resolve(out));
        try (OpenRuns open = target.open(console);
                RecordFormat.Printer printer =
                        new RecordFormat.Printer(format.get(), console.out(), console.terminal())) {
            RunClient client = open.client();
            if (follow && !printAsCompleted(open, printer)) {
                return ExitCode.INTERRUPTED;
            }
            if (node == null) {
                printOutput(client);
            } else if (!follow) {
                printInOrder(client, node, printer);
            }
            if (folder != null) {
                List<String> written = folder.write(run, client);
                console.out().flush();
                written.forEach(console.err()::println);
            }
        }
        return ExitCode.OK;
    }

    private void printInOrder(RunClient client, String name, RecordFormat.Printer printer) {
        UnreturnedItems unreturned = new UnreturnedItems(name);
        try (Stream<ClientResult> results = client.results(run, name, items.ranges(), items.label())) {
            results.peek(unreturned::add).forEach(result -> print(client, result, printer));
        }
        if (unreturned.read() == 0) {
            new MissingItems(client, run, Optional.of(name)).check(items);
        }
        explain(client, name, unreturned);
    }

    /** Names the items that have no result, so that a part of the results is not taken for all of them. */
    private void explain(RunClient client, String name, UnreturnedItems unreturned) {
        console.out().flush();
        int depth = client.graph(run).depth(name);
        if (depth == 0 && unreturned.read() == 0) {
            console.err().println("`" + name + "` has no result: not started.");
            return;
        }
        PathSet selected = IndexRange.paths(items.ranges());
        // A label selects items by their records, which items that have not started do not have.
        Optional<Long> width = depth == 1 && items.label().isEmpty()
                ? Optional.ofNullable(client.widths(run).get(name))
                : Optional.empty();
        unreturned
                .text(width, index -> items.ranges().isEmpty() || selected.contains(List.of(index)))
                .map(console.terminal()::wrapped)
                .ifPresent(console.err()::println);
        if (unreturned.hasFailed()) {
            console.err()
                    .println(target.next(console)
                            .hint(
                                    "To see why they failed",
                                    "actions " + run + " --node " + ShellWord.of(name) + " --status FAILED"));
        }
    }

    /** Returns false if Ctrl-C was pressed before the run ended. */
    private boolean printAsCompleted(OpenRuns open, RecordFormat.Printer printer) {
        RunClient client = open.client();
        ClientRun found = target.followed(open, run, console);
        return new RunWatcher(console, target.next(console), new RunWatcher.Options())
                .whileRunning(run, node == null ? "results " + run + " --follow" : again(node), () -> {
                    if (node == null) {
                        waitForEnd(client, found);
                    } else {
                        printAsCompleted(client, node, printer);
                    }
                });
    }

    private String again(String name) {
        return "results " + run + " --node " + ShellWord.of(name) + " --follow";
    }

    private void waitForEnd(RunClient client, ClientRun found) {
        ClientRun latest = found;
        while (!latest.status().ended()) {
            latest = client.await(run, RunClient.LONGEST_WAIT);
        }
    }

    private void printAsCompleted(RunClient client, String name, RecordFormat.Printer printer) {
        UnreturnedItems unreturned = new UnreturnedItems(name);
        Optional<String> cursor = Optional.empty();
        do {
            RunPage<ClientResult> page = client.completed(run, name, cursor, RunClient.LONGEST_WAIT, true);
            page.items().stream().peek(unreturned::add).forEach(result -> print(client, result, printer));
            cursor = page.next();
            // checkError is true if the reader, such as `head`, has closed the pipe.
        } while (cursor.isPresent() && !console.out().checkError());
        if (cursor.isEmpty()) {
            explain(client, name, unreturned);
        }
    }

    private void printOutput(RunClient client) {
        ClientRun found = client.get(run);
        if (found.status() != RunStatus.SUCCEEDED) {
            throw new UsageError("The run `" + run + "` is " + found.status()
                    + " and has no output. Print the results of its actions with --node.");
        }
        console.out().println(console.terminal().shown(RunJson.pretty(client.output(run))));
    }

    private void print(RunClient client, ClientResult result, RecordFormat.Printer printer) {
        Optional<JsonNode> value = client.value(result);
        if (format.get() != RecordFormat.TABLE) {
            printer.print(RecordJson.of(result, value.orElse(null)));
        } else {
            value.ifPresent(console.out()::println);
        }
    }
}
