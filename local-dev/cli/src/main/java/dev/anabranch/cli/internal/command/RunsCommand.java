package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunCostReader;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.SinceArgument;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.output.RunFigures;
import dev.anabranch.cli.internal.output.TextTable;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.ApiRefused;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code anabranch runs}. */
@Command(
        name = "runs",
        description = {
            "List runs, the latest first.",
            "",
            "ACTIONS counts those that have ended. FAILED counts those of your own tasks. EST. COST is an estimate of the cost on AWS so far, as in the console; the"
                    + " end of `run` has the metered cost. The estimate is known for workflows on the class path, – for others. Columns that are empty for all runs, or for which the terminal is too"
                    + " narrow, are left out.",
            "",
            "The status LOST marks a run whose process was killed. `anabranch rerun` adopts what it had finished."
        })
final class RunsCommand implements Callable<Integer> {

    private static final String ESTIMATED_COST = "EST. COST";

    /** The columns that a narrow terminal does not show, the least important first. Generated ids have the time. */
    private static final List<String> LEFT_OUT_FIRST =
            List.of("PARENT", "RERUN OF", ESTIMATED_COST, "STARTED", "TOOK", "ACTIONS", "WAITING", "FAILED");

    /** The cost of a run whose workflow is not on the class path. */
    private static final String UNKNOWN = "–";

    private final CommandContext console;

    @Option(names = "--workflow", paramLabel = "<workflow>", description = "List only runs of this workflow.")
    private @Nullable String workflow;

    @Option(
            names = "--status",
            paramLabel = "<status>",
            description = "List only runs with this status: ${COMPLETION-CANDIDATES}.")
    private @Nullable RunStatus status;

    @Option(
            names = "--since",
            paramLabel = "<time>",
            description = "List only runs that were started since a time such as 2026-11-29T18:00:00Z, a date, or a"
                    + " duration before now such as 30m, 2h or 7d.")
    private @Nullable String since;

    @Option(
            names = "--parent",
            paramLabel = "<run>",
            description = "List the runs that this run has started with flow.run.")
    private @Nullable String parent;

    @Option(names = "--limit", paramLabel = "<count>", description = "List at most this number of runs. Default: 20.")
    private int limit = 20;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Mixin
    private RunTarget target = new RunTarget();

    RunsCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new UsageError("`--limit` is " + limit + ", but must be at least 1.");
        }
        try (OpenRuns open = target.open(console)) {
            Instant earliest = since == null
                    ? Instant.MIN
                    : SinceArgument.parse(since, console.clock().instant());
            List<ClientRun> runs =
                    parent == null ? latest(open.client(), earliest) : children(open.client(), parent, earliest);
            if (runs.isEmpty() && workflow != null) {
                checkWorkflow(open.client(), workflow);
            }
            if (runs.isEmpty()) {
                console.err().println(emptiness());
            }
            print(runs);
        }
        return ExitCode.OK;
    }

    private String emptiness() {
        if (workflow == null && status == null && since == null && parent == null) {
            return "There are no runs.";
        }
        return parent == null ? "There are no such runs." : "The run `" + parent + "` has started no such runs.";
    }

    private List<ClientRun> latest(RunClient client, Instant earliest) {
        try {
            return client.countedRuns(Optional.ofNullable(workflow), Optional.ofNullable(status), limit)
                    .takeWhile(run -> !run.started().isBefore(earliest))
                    .toList();
        } catch (ApiRefused e) {
            // A deployment of an earlier release does not count the actions of listed runs.
            return client.runs(Optional.ofNullable(workflow), Optional.ofNullable(status), limit)
                    .takeWhile(run -> !run.started().isBefore(earliest))
                    .toList();
        }
    }

    private void print(List<ClientRun> runs) {
        RunCostReader costs = new RunCostReader();
        if (!json) {
            if (!runs.isEmpty()) {
                printTable(runs, columns(runs, costs));
                explainUnknown(runs, costs);
            }
            return;
        }
        for (ClientRun run : runs) {
            ObjectNode object = RecordJson.of(run);
            run.actions().ifPresent(tally -> {
                object.set("actions", RecordJson.of(tally));
                costs.of(run.workflow(), tally).ifPresent(cost -> object.set("cost", RunFigures.json(cost)));
            });
            console.out().println(object);
        }
    }

    /** Prints a table without the columns that do not fit on the terminal. Ids are never cut, because users copy them. */
    private void printTable(List<ClientRun> runs, List<Column> all) {
        List<Column> columns = new ArrayList<>(all);
        List<String> omitted = new ArrayList<>();
        TextTable table = table(runs, columns);
        for (String heading : LEFT_OUT_FIRST) {
            if (table.width() <= console.terminal().outputColumns()) {
                break;
            }
            if (columns.removeIf(column -> column.heading().equals(heading))) {
                omitted.add(heading);
                table = table(runs, columns);
            }
        }
        table.print(console.out());
        if (!omitted.isEmpty()) {
            console.err()
                    .println(console.terminal()
                            .wrapped("anabranch: The terminal is too narrow for " + String.join(", ", omitted)
                                    + ". `--json` prints all."));
        }
    }

    /** Tells why runs have no cost. */
    private void explainUnknown(List<ClientRun> runs, RunCostReader costs) {
        String unknown = runs.stream()
                .filter(run -> run.actions().isPresent())
                .map(ClientRun::workflow)
                .distinct()
                .filter(name -> !costs.knows(name))
                .map(name -> "`" + SafeText.of(name) + "`")
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            console.err()
                    .println(console.terminal()
                            .wrapped("anabranch: " + ESTIMATED_COST + " is " + UNKNOWN
                                    + " for runs of workflows that are not on the class path: " + unknown + "."));
        }
    }

    private static TextTable table(List<ClientRun> runs, List<Column> columns) {
        TextTable table = new TextTable(columns.stream().map(Column::heading).toArray(String[]::new));
        runs.forEach(run -> table.row(
                columns.stream().map(column -> column.cell().apply(run)).toArray(String[]::new)));
        return table;
    }

    private record Column(String heading, Function<ClientRun, String> cell) {}

    /** Returns the columns; those of some runs only are left out if they are empty. */
    private static List<Column> columns(List<ClientRun> runs, RunCostReader costs) {
        Stream<Column> always = Stream.of(
                new Column("RUN", ClientRun::id),
                new Column("STATUS", run -> run.status().name()),
                new Column("STARTED", run -> TextTable.time(run.started())),
                new Column(
                        "TOOK",
                        run -> TextTable.between(run.started(), run.ended().orElse(null))));
        Stream<Column> sometimes = Stream.of(
                new Column("ACTIONS", run -> run.actions()
                        .map(tally -> RunFigures.progress(tally, run.status().ended()))
                        .orElse("")),
                new Column(
                        "FAILED",
                        run -> positive(run.actions()
                                .map(tally -> tally.counts().failed() - tally.failedSteps())
                                .orElse(0L))),
                new Column(
                        "WAITING",
                        run -> positive(run.actions().map(RunTally::waiting).orElse(0L))),
                new Column(ESTIMATED_COST, run -> run.actions()
                        .flatMap(tally -> costs.of(run.workflow(), tally))
                        .map(cost -> RunFigures.dollars(cost.soFar()))
                        .orElseGet(() -> run.actions().isEmpty() || costs.knows(run.workflow()) ? "" : UNKNOWN)),
                new Column("RERUN OF", run -> run.rerunOf().orElse("")),
                new Column("PARENT", run -> run.parent().map(RunParent::run).orElse("")));
        return Stream.concat(always, sometimes.filter(column -> runs.stream()
                        .anyMatch(run -> !column.cell().apply(run).isEmpty())))
                .toList();
    }

    private static String positive(long count) {
        return count == 0 ? "" : Long.toString(count);
    }

    /** Returns the runs that a run has started, latest first as all lists of runs. */
    private List<ClientRun> children(RunClient client, String of, Instant earliest) {
        try (Stream<ClientRun> runs = client.children(of, Long.MAX_VALUE)) {
            return runs.filter(run -> workflow == null || run.workflow().equals(workflow))
                    .filter(run -> status == null || run.status() == status)
                    .filter(run -> !run.started().isBefore(earliest))
                    .sorted(Comparator.comparing(ClientRun::started)
                            .thenComparing(ClientRun::id)
                            .reversed())
                    .limit(limit)
                    .toList();
        }
    }

    /** Throws if there is neither a workflow with this name nor any run of it. */
    private void checkWorkflow(RunClient client, String name) {
        Set<String> names = new TreeSet<>(client.workflows());
        if (!target.isRemote()) {
            WorkflowCatalogue.onClassPath().workflows().forEach(known -> names.add(known.name()));
        }
        if (!names.contains(name)
                && client.runs(Optional.of(name), Optional.empty(), 1).findAny().isEmpty()) {
            throw new UsageError(
                    "There is no workflow `" + name + "`, and no run of it." + NearestName.hint(name, names)
                            + (names.isEmpty() ? "" : " The workflows are " + String.join(", ", names) + "."));
        }
    }
}
