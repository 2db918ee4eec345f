package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.location.FormatOption;
import dev.anabranch.cli.internal.location.ItemsOption;
import dev.anabranch.cli.internal.location.MissingItems;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.output.ActionLines;
import dev.anabranch.cli.internal.output.ActionText;
import dev.anabranch.cli.internal.output.RecordFormat;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch actions}. */
@Command(
        name = "actions",
        description = {
            "List the actions of a run; those of a fan-out in the order of its items.",
            "",
            "`step of Anabranch` marks actions that the plan added, such as the condition of a conditional. `status` counts"
                    + " them, and AWS bills them."
        })
final class ActionsCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Option(names = "--node", paramLabel = "<node>", description = "List only the actions of this node.")
    private @Nullable String node;

    @Option(
            names = "--prefix",
            paramLabel = "<text>",
            description = "List only actions of nodes whose names begin with this text.")
    private String prefix = "";

    @Option(
            names = "--status",
            paramLabel = "<status>",
            description =
                    "List only actions with this status: ${COMPLETION-CANDIDATES}. One that waits for a retry is RUNNING.")
    private @Nullable ActionStatus status;

    @Mixin
    private ItemsOption items = new ItemsOption();

    @Option(names = "--input", description = "Print the input of each action, and where it is stored.")
    private boolean input;

    @Option(names = "--reports", description = "List only actions with a report, and print it.")
    private boolean reports;

    @Option(
            names = "--limit",
            paramLabel = "<count>",
            description = "List at most this number of actions. Default: all.")
    private long limit = Long.MAX_VALUE;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private RunTarget target = new RunTarget();

    ActionsCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new UsageError("`--limit` is " + limit + ", but must be at least 1.");
        }
        try (OpenRuns open = target.open(console)) {
            RunGraph graph = open.client().graph(run);
            checkPrefix(graph);
            Set<String> added = graph.nodes().stream()
                    .filter(RunGraph.Vertex::added)
                    .map(RunGraph.Vertex::id)
                    .collect(Collectors.toSet());
            ActionFilter wanted = new ActionFilter(
                    Optional.ofNullable(node), prefix, Optional.ofNullable(status), items.ranges(), items.label());
            ActionInputs inputs = input ? new ActionInputs(open.client(), run) : null;
            try (Stream<ClientAction> actions = open.client().actions(run, wanted, limit)) {
                Stream<ClientAction> listed =
                        reports ? actions.filter(action -> action.reportBytes().isPresent()) : actions;
                if (print(listed, inputs, added, open.client()) == 0) {
                    if (!reports) {
                        new MissingItems(open.client(), run, Optional.ofNullable(node)).check(items);
                    }
                    console.err()
                            .println(
                                    reports
                                            ? "The run `" + run + "` has no such actions with a report."
                                            : "The run `" + run + "` has no such actions.");
                }
            }
        }
        return ExitCode.OK;
    }

    private void checkPrefix(RunGraph graph) {
        if (!prefix.isEmpty()
                && graph.nodes().stream().noneMatch(known -> known.id().startsWith(prefix))) {
            throw new UsageError("No node of the run `" + run + "` has a name that begins with `" + prefix
                    + "`. The nodes are: " + graph.callNames() + ".");
        }
    }

    /** Returns the number of actions. */
    private long print(
            Stream<ClientAction> actions, @Nullable ActionInputs inputs, Set<String> added, RunClient client) {
        AtomicLong count = new AtomicLong();
        Stream<ClientAction> counted = actions.peek(action -> count.incrementAndGet());
        if (format.get() != RecordFormat.TABLE) {
            try (RecordFormat.Printer printer =
                    new RecordFormat.Printer(format.get(), console.out(), console.terminal())) {
                counted.forEach(action -> {
                    ObjectNode json = RecordJson.of(action, inputs, added.contains(action.node()));
                    if (reports) {
                        json.put(RecordJson.REPORT, client.report(run, action));
                    }
                    printer.print(json);
                });
            }
            return count.get();
        }
        ActionLines lines = new ActionLines(console.out(), added);
        counted.forEach(action -> {
            lines.add(action);
            if (inputs != null) {
                lines.flush();
                console.out().print(ActionText.input(action, run, inputs, target.next(console)));
            }
            if (reports) {
                lines.flush();
                client.report(run, action).lines().forEach(line -> console.out()
                        .println(("  " + SafeText.of(line)).stripTrailing()));
            }
        });
        lines.flush();
        return count.get();
    }
}
