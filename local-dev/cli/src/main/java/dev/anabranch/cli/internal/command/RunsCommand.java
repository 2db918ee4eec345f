package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.SinceArgument;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.output.TextTable;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
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
            "The status LOST marks a run whose process was killed. `anabranch rerun` adopts what it had finished."
        })
final class RunsCommand implements Callable<Integer> {

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
            description = "List the runs that this run has started with flow.run, by node and index.")
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
            List<ClientRun> runs = parent == null
                    ? open.client()
                            .runs(Optional.ofNullable(workflow), Optional.ofNullable(status), limit)
                            .takeWhile(run -> !run.started().isBefore(earliest))
                            .toList()
                    : children(open.client(), parent, earliest);
            if (runs.isEmpty() && workflow != null) {
                checkWorkflow(open.client(), workflow);
            }
            boolean parents =
                    parent == null && runs.stream().anyMatch(run -> run.parent().isPresent());
            TextTable table = parents
                    ? new TextTable("RUN", "STATUS", "STARTED", "TOOK", "RERUN OF", "PARENT")
                    : new TextTable("RUN", "STATUS", "STARTED", "TOOK", "RERUN OF");
            for (ClientRun run : runs) {
                if (json) {
                    console.out().println(RecordJson.of(run));
                } else {
                    List<String> cells = new ArrayList<>(List.of(
                            run.id(),
                            run.status().name(),
                            TextTable.time(run.started()),
                            TextTable.between(run.started(), run.ended().orElse(null)),
                            run.rerunOf().orElse("")));
                    if (parents) {
                        cells.add(run.parent().map(RunParent::run).orElse(""));
                    }
                    table.row(cells.toArray(String[]::new));
                }
            }
            if (!json && !runs.isEmpty()) {
                table.print(console.out());
            }
        }
        return ExitCode.OK;
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
