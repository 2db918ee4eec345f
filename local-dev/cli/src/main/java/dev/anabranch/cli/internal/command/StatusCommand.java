package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunCostReader;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.RunWatcher;
import dev.anabranch.cli.internal.output.FailureReport;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.output.RerunHint;
import dev.anabranch.cli.internal.output.RunFailureText;
import dev.anabranch.cli.internal.output.RunFigures;
import dev.anabranch.cli.internal.output.SummaryText;
import dev.anabranch.cli.internal.output.TelemetryText;
import dev.anabranch.cli.internal.output.TextTable;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.ClientTelemetry;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.ApiRefused;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch status}. */
@Command(name = "status", description = "Print the status of a run and the number of its actions by status.")
final class StatusCommand implements Callable<Integer> {

    /** The maximum number of runs that are counted. */
    private static final long MOST_CHILDREN = 1_000;

    /** The maximum number of actions whose metrics are read unasked: about a second, and $0.0003 in an account. */
    private static final long MOST_ACTIONS = 25_000;

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Option(names = "--follow", description = "Show progress until the run has ended. The exit code is 1 if it failed.")
    private boolean follow;

    @Option(
            names = "--metrics",
            description = "Also read the metrics and progress of all actions if the run has more than 25,000.")
    private boolean metrics;

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
                    ? new RunWatcher(console, target.next(console), new RunWatcher.Options())
                            .untilEnd(client, target.followed(open, run, console))
                    : Optional.of(client.get(run));
            if (found.isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            Optional<RunTally> tally = RunWatcher.tally(client, run);
            Optional<ActionCounts> actions = tally.map(RunTally::counts);
            show(client, found.get(), tally, children(client), telemetry(client, actions));
            if (!json) {
                explain(client, found.get(), actions.map(ActionCounts::failed).orElse(0L));
            }
            boolean failed = follow && found.get().status() != RunStatus.SUCCEEDED;
            return failed ? ExitCode.RUN_FAILED : ExitCode.OK;
        }
    }

    /**
     * Returns what the actions have reported; empty if there are too many, or if the deployment is of an earlier release.
     */
    private Optional<ClientTelemetry> telemetry(RunClient client, Optional<ActionCounts> actions) {
        boolean few = actions.filter(counts -> !counts.partial() && counts.total() <= MOST_ACTIONS)
                .isPresent();
        try {
            return metrics || few ? Optional.of(client.telemetry(run)) : Optional.empty();
        } catch (ApiRefused e) {
            return Optional.empty();
        }
    }

    /** Prints why a run failed, and the command that computes what is missing. */
    private void explain(RunClient client, ClientRun found, long failed) {
        found.error().ifPresent(error -> new FailureReport(client, run, target.next(console))
                .of(error)
                .forEach(console.out()::println));
        if (found.status().ended()) {
            new RerunHint(client, run, target.next(console))
                    .of(found.status() == RunStatus.SUCCEEDED, failed, found.error())
                    .ifPresent(console.out()::println);
        }
    }

    /** Returns the number of runs that the run has started, by status. */
    private Map<String, Long> children(RunClient client) {
        try (Stream<ClientRun> children = client.children(run, MOST_CHILDREN)) {
            return children.collect(
                    Collectors.groupingBy(child -> child.status().name(), TreeMap::new, Collectors.counting()));
        } catch (ApiRefused e) {
            return Map.of(); // A deployment of an earlier release does not list them.
        }
    }

    private void show(
            RunClient client,
            ClientRun found,
            Optional<RunTally> tally,
            Map<String, Long> children,
            Optional<ClientTelemetry> telemetry) {
        Optional<RunCost> cost = tally.flatMap(counted -> new RunCostReader().of(found.workflow(), counted));
        Optional<ActionCounts> actions = tally.map(RunTally::counts);
        if (json) {
            ObjectNode object = RecordJson.of(found);
            object.set("actions", tally.<JsonNode>map(RecordJson::of).orElse(NullNode.instance));
            cost.ifPresent(known -> object.set("cost", RunFigures.json(known)));
            if (!children.isEmpty()) {
                object.set("children", TaskJson.tree(children));
            }
            object.set("nodes", telemetry.<JsonNode>map(TelemetryText::json).orElse(NullNode.instance));
            telemetry.ifPresent(read -> object.put("partial", read.partial()));
            console.out().println(object);
        } else {
            print(found, tally, children);
            cost.ifPresent(known -> line(
                    "cost",
                    "about " + RunFigures.dollars(known.soFar())
                            + (found.status().ended() ? " on AWS, " : " on AWS so far, ")
                            + RunFigures.dollars(known.foreseen()) + " foreseen"));
            telemetry.ifPresentOrElse(
                    reported -> TelemetryText.print(reported, run, target.next(console), console.out()),
                    () -> actions.filter(counts -> counts.partial() || counts.total() > MOST_ACTIONS)
                            .ifPresent(counts -> line(
                                    "metrics",
                                    "not read, because the run has many actions. `"
                                            + target.next(console).of("status " + run + " --metrics")
                                            + "` reads their records.")));
            error(client, found); // Before its stack frames, which explain(...) prints.
        }
    }

    private void print(ClientRun found, Optional<RunTally> tally, Map<String, Long> children) {
        line("run", found.id());
        line("workflow", found.workflow());
        line("status", found.status().name());
        line("started", TextTable.time(found.started()));
        line(
                "took",
                found.ended()
                        .map(end -> TextTable.between(found.started(), end))
                        .orElseGet(() -> soFar(found.started())));
        found.rerunOf().ifPresent(source -> line("rerun of", source));
        found.parent()
                .ifPresent(parent -> line(
                        "parent",
                        parent.run() + ", `" + parent.node() + "`"
                                + (parent.action().isEmpty() ? "" : " action " + parent.action())));
        line("actions", tally.map(StatusCommand::counted).orElse("too many to count"));
        tally.filter(counted -> !found.status().ended())
                .ifPresent(counted -> line(
                        "progress",
                        RunFigures.progress(counted, false)
                                + (counted.waiting() == 0 ? "" : ", " + counted.waiting() + " waiting for an answer")));
        if (!children.isEmpty()) {
            long total = children.values().stream().mapToLong(Long::longValue).sum();
            line(
                    "children",
                    (total == MOST_CHILDREN ? "at least " : "") + total + (total == 1 ? " run: " : " runs: ")
                            + children.entrySet().stream()
                                    .map(entry -> entry.getValue() + " " + entry.getKey())
                                    .collect(Collectors.joining(", "))
                            + ". `" + target.next(console).of("runs --parent " + run) + "` lists them.");
        }
    }

    /** Returns the time since a run started. The clock of its server may be ahead of this one. */
    private String soFar(Instant started) {
        Instant now = console.clock().instant();
        return TextTable.between(started, now.isBefore(started) ? started : now) + " so far";
    }

    private void error(RunClient client, ClientRun found) {
        found.error()
                .map(new FailureReport(client, run, target.next(console))::shown)
                .ifPresent(error -> line(
                        "error",
                        (error.node().isEmpty() ? "" : "`" + error.node() + "` ")
                                + (error.action().isEmpty()
                                        ? ""
                                        : "action " + ItemLabels.shown(error.action(), error.label()) + " ")
                                + SafeText.of(RunFailureText.what(error))));
    }

    private static String counted(RunTally tally) {
        ActionCounts actions = tally.counts();
        return (actions.partial() ? "at least " : "") + actions.total() + ": " + actions.succeeded() + " succeeded, "
                + actions.cached() + " cached, " + SummaryText.failed(actions.failed(), tally.failedSteps()) + ", "
                + actions.running() + " running, "
                + actions.aborted() + " aborted";
    }

    private void line(String name, String value) {
        console.out()
                .println((name + "          ").substring(0, 10)
                        + console.terminal().wrapped(value, 10));
    }
}
