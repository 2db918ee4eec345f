package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.output.DecisiveFailures;
import dev.anabranch.cli.internal.output.FailureReport;
import dev.anabranch.cli.internal.output.NextCommand;
import dev.anabranch.cli.internal.output.OutFolder;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.output.RerunHint;
import dev.anabranch.cli.internal.output.RunFailureText;
import dev.anabranch.cli.internal.output.RunJson;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.output.SummaryText;
import dev.anabranch.cli.internal.progress.Progress;
import dev.anabranch.cli.internal.progress.RunFollower;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.CallInterrupted;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Watches a run of another process until it ends, and reports how it ended. Ctrl-C ends the watching, not the run. */
public final class RunWatcher {

    /** The options of commands that start a run. */
    public static final class Options {

        @Option(
                names = "--wait",
                description = "On a deployment: show progress until the run has ended, then print what it returned.")
        private boolean wait;

        @Option(names = "--json", description = "Print one JSON object about the run instead.")
        private boolean json;

        @Option(
                names = "--out",
                paramLabel = "<dir>",
                description = "Write the files of the run to this folder. On a deployment, this requires --wait.")
        private @Nullable Path out;

        @Nullable
        public Path out() {
            return out;
        }

        public boolean json() {
            return json;
        }
    }

    private final CommandContext console;
    private final NextCommand next;
    private final Options options;
    private final @Nullable OutFolder folder;

    /**
     * Creates a watcher.
     *
     * @param next the commands that messages suggest
     * @throws UsageError if the options cannot be combined
     */
    public RunWatcher(CommandContext console, NextCommand next, Options options) {
        this.console = console;
        this.next = next;
        this.options = options;
        if (options.out != null && !options.wait) {
            throw new UsageError(
                    "`--out` requires `--wait`, because the files exist when the run has ended. Add `--wait`, or write them later with"
                            + " `" + next.of("results RUN --out " + ShellWord.of(options.out.toString())) + "`.");
        }
        this.folder = options.out == null ? null : OutFolder.at(console.folder().resolve(options.out));
    }

    /** Prints the id of a started run, or watches the run until its end, according to the options. */
    public int started(RunClient client, ClientRun run) throws IOException {
        if (!options.wait) {
            console.out().println(options.json ? RecordJson.of(run) : run.id());
            console.err().println(next.hint("To follow it", "status " + run.id() + " --follow"));
            return ExitCode.OK;
        }
        console.err().println(run.id() + " started");
        Optional<ClientRun> ended = untilEnd(client, run);
        return ended.isEmpty() ? ExitCode.INTERRUPTED : report(client, ended.get());
    }

    /** Shows progress until the run has ended. Returns the ended run, or empty after Ctrl-C. */
    public Optional<ClientRun> untilEnd(RunClient client, ClientRun run) {
        if (run.status().ended()) {
            return Optional.of(run);
        }
        AtomicReference<@Nullable ClientRun> ended = new AtomicReference<>();
        whileRunning(run.id(), "status " + run.id() + " --follow", () -> {
            try (Progress progress = Progress.on(console.err(), console.terminal(), console.clock(), run.started())) {
                ended.set(new RunFollower(client, run.id(), progress).untilEnd());
            }
        });
        return Optional.ofNullable(ended.get());
    }

    /**
     * Runs an action that takes until the end of a run.
     *
     * @param again the command that repeats the action
     * @return false if Ctrl-C was pressed first
     */
    public boolean whileRunning(String run, String again, Runnable watching) {
        AtomicBoolean over = new AtomicBoolean();
        InterruptSignal interruption = InterruptSignal.ofTheProcess();
        Thread waiting = interrupting(Thread.currentThread(), interruption, over);
        try {
            watching.run();
            return true;
        } catch (CallInterrupted asked) {
            console.err().println(next.hint("The run `" + run + "` continues. To follow it again", again));
            return false;
        } finally {
            over.set(true);
            waiting.interrupt();
            interruption.handled();
        }
    }

    private static Thread interrupting(Thread waiting, InterruptSignal interruption, AtomicBoolean over) {
        Thread watcher = new Thread(
                () -> {
                    interruption.await();
                    if (!over.get()) {
                        waiting.interrupt();
                    }
                },
                "anabranch-watch");
        watcher.setDaemon(true);
        watcher.start();
        return watcher;
    }

    private int report(RunClient client, ClientRun run) throws IOException {
        Optional<ActionCounts> actions = counts(client, run.id());
        Duration took = Duration.between(run.started(), run.ended().orElse(run.started()));
        boolean succeeded = run.status() == RunStatus.SUCCEEDED;
        Map<String, Long> failures = actions.filter(counts -> counts.failed() > 0)
                .map(counts -> DecisiveFailures.byNode(client.tally(run.id())))
                .filter(nodes -> !nodes.isEmpty())
                .or(() -> actions.filter(counts -> counts.failed() > 0)
                        // A deployment of an earlier release does not count by node.
                        .map(counts -> DecisiveFailures.byNode(client, run.id())))
                .orElseGet(Map::of);
        RunGraph graph = client.graph(run.id());
        run.error().ifPresent(error -> console.err()
                .println(console.terminal()
                        .wrapped("anabranch: "
                                + RunFailureText.of(
                                        run.workflow(),
                                        run.status().name(),
                                        DecisiveFailures.of(failures, graph),
                                        FailureReport.shown(graph, error)))));
        run.error()
                .ifPresent(error ->
                        new FailureReport(client, run.id(), next).of(error).forEach(console.err()::println));
        console.err()
                .println(console.terminal()
                        .wrapped(SummaryText.of(
                                run.id(),
                                run.status().name(),
                                actions,
                                DecisiveFailures.ofAdded(failures, graph),
                                took)));
        new RerunHint(client, run.id(), next)
                .of(succeeded, actions.map(ActionCounts::failed).orElse(0L), run.error())
                .ifPresent(console.err()::println);
        if (folder != null) {
            folder.write(run.id(), client).forEach(console.err()::println);
        }
        Optional<JsonNode> output = succeeded ? Optional.of(client.output(run.id())) : Optional.empty();
        if (options.json) {
            console.out().println(console.terminal().shown(RunJson.of(run, output, actions, took)));
        } else {
            output.ifPresent(json -> console.out().println(console.terminal().shown(RunJson.pretty(json))));
        }
        return succeeded ? ExitCode.OK : ExitCode.RUN_FAILED;
    }

    /** Counts the actions of a run by node. Returns empty if the API cannot count them within its timeout. */
    public static Optional<RunTally> tally(RunClient client, String run) {
        return unlessTooMany(client, run, client::tally);
    }

    /** Counts the actions of a run. Returns empty if the API cannot count them within its timeout. */
    public static Optional<ActionCounts> counts(RunClient client, String run) {
        return unlessTooMany(client, run, client::counts);
    }

    private static <T> Optional<T> unlessTooMany(RunClient client, String run, Function<String, T> count) {
        try {
            return Optional.of(count.apply(run));
        } catch (ApiUnavailable tooMany) {
            client.get(run); // Throws ApiUnavailable if the API itself cannot be reached.
            return Optional.empty();
        }
    }
}
