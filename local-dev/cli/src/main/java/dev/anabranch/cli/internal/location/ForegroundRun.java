package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.output.BillText;
import dev.anabranch.cli.internal.output.DecisiveFailures;
import dev.anabranch.cli.internal.output.FailureReport;
import dev.anabranch.cli.internal.output.LogText;
import dev.anabranch.cli.internal.output.OutFolder;
import dev.anabranch.cli.internal.output.RerunHint;
import dev.anabranch.cli.internal.output.RunFailureText;
import dev.anabranch.cli.internal.output.RunJson;
import dev.anabranch.cli.internal.output.SummaryText;
import dev.anabranch.cli.internal.progress.Progress;
import dev.anabranch.cli.internal.progress.RunProgress;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.HeapGuard;
import dev.anabranch.cli.internal.terminal.InterruptSignal;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.console.internal.ConsoleServer;
import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.embedded.internal.cloud.TaskUnusable;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.RunMarks;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.workflow.InvalidDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run in this process: shows its progress, cancels it on Ctrl-C, and reports how it ended. */
public final class ForegroundRun {

    /** The options of commands that run a workflow in this process. */
    public static final class Options {

        @Mixin
        private ReportOptions report = new ReportOptions();

        @Option(names = "--out", paramLabel = "<dir>", description = "Write the files of the run to this folder.")
        private @Nullable Path out;

        @Option(names = "--json", description = "Print one JSON object about the run instead of what it returned.")
        private boolean json;

        @Option(
                names = "--console",
                description =
                        "Print the address of a page that shows the run, and serve it after the run until Ctrl-C.")
        private boolean page;
    }

    /** Starts a run in a cloud. */
    public interface Start {
        /** Passes the plan of the workflow to {@code progress}, then starts the run. */
        RunRecord in(EmbeddedCloud cloud, RunProgress progress);
    }

    private final CommandContext console;
    private final DataOption data;
    private final LocalCloud.Functions functions;
    private final @Nullable Path out;
    private final boolean json;
    private final boolean page;
    private final ReportOptions report;

    /**
     * Creates a run.
     *
     * @param out the folder for its files, or null for none
     * @param json whether to print a JSON object about the run instead of its output
     */
    public ForegroundRun(
            CommandContext console,
            DataOption data,
            FunctionOptions functions,
            @Nullable Path out,
            boolean json,
            ReportOptions report) {
        this(console, data, functions, out, json, false, report);
    }

    public ForegroundRun(CommandContext console, DataOption data, FunctionOptions functions, Options options) {
        this(console, data, functions, options.out, options.json, options.page, options.report);
    }

    private ForegroundRun(
            CommandContext console,
            DataOption data,
            FunctionOptions functions,
            @Nullable Path out,
            boolean json,
            boolean page,
            ReportOptions report) {
        this.console = console;
        this.data = data;
        this.functions = functions.settings(console).debugged(report.debug());
        this.out = out;
        this.json = json;
        this.page = page;
        this.report = report;
    }

    /** Runs the workflow until its end, and returns the exit code of the process. */
    public int untilEnd(Start start) throws IOException {
        OutFolder folder = out == null ? null : OutFolder.at(console.folder().resolve(out));
        InterruptSignal interruption = InterruptSignal.ofTheProcess();
        try (RunProgress progress = new RunProgress(
                report.quiet() ? Progress.none() : Progress.on(console.err(), console.terminal(), console.clock()),
                data.next(console)::of)) {
            return run(start, progress, folder, interruption);
        } catch (InvalidDefinition | TaskUnusable | UsageError | RunRefused refused) {
            if (folder != null) {
                folder.discard();
            }
            throw refused;
        } finally {
            console.out().flush();
            interruption.handled();
        }
    }

    private int run(Start start, RunProgress progress, @Nullable OutFolder folder, InterruptSignal interruption)
            throws IOException {
        // Found now, because a task may hold all files open when the first line comes, and then no class can be loaded.
        Function<LogLine, List<String>> text = LogText::shown;
        Consumer<String> lines = report.quiet() ? console.err()::println : progress::tell;
        WaitHint hint = new WaitHint(
                data.next(console), line -> lines.accept(console.terminal().wrapped(line)));
        try (LocalCloud local =
                data.open(progress, hint, functions.with(line -> progress.logged(line, text)), console)) {
            interruption.onExit(local.cloud()::exits);
            local.share(List.of());
            try (ConsoleServer server = page ? openPage(local) : null) {
                int exit = run(start, local, progress, hint, folder, interruption);
                if (server != null && !interruption.isAsked()) {
                    console.out().flush();
                    console.err().println("The page shows the run until Ctrl-C ends this command.");
                    interruption.await();
                }
                return exit;
            } catch (RuntimeException failure) {
                local.abandonment().getNow(null);
                throw failure;
            }
        }
    }

    private ConsoleServer openPage(LocalCloud local) {
        ConsoleServer server = ConsoleServer.bind(
                ServedWorkflows.NONE.transports(local),
                ServedWorkflows.ofClassPath(),
                console::unanswered,
                ApiToken.of(console),
                0);
        server.open();
        console.err().println("Console   " + server.uri());
        return server;
    }

    private int run(
            Start start,
            LocalCloud local,
            RunProgress progress,
            WaitHint hint,
            @Nullable OutFolder folder,
            InterruptSignal interruption)
            throws IOException {
        EmbeddedCloud cloud = local.cloud();
        RunRecord started = start.in(cloud, progress);
        Optional<RunMarks> marks = local.marks();
        marks.ifPresent(kept -> kept.add(started.id()));
        if (marks.isEmpty()) {
            console.err().println("anabranch: " + data.whyInMemory(console));
        }
        hint.follow(cloud, marks.isPresent());
        EmbeddedRun run;
        CancelOnInterrupt cancelling =
                new CancelOnInterrupt(interruption, () -> cloud.runs().cancel(started.id()));
        try (cancelling) {
            CompletableFuture<EmbeddedRun> ending = cloud.ending(started);
            CompletableFuture.anyOf(ending, local.abandonment()).join();
            run = ending.join();
        }
        Bill bill = local.bill();
        if (run.status().equals("ABORTED")) {
            // Cancelling waits until the records of the run have been swept, and the summary must count them
            // afterwards.
            run = cloud.ended(cloud.runs().cancel(started.id()));
        }
        // The record's time, which `runs` shows too: this process may have waited longer, for example for records.
        Duration took = Duration.between(
                started.started(),
                Optional.ofNullable(cloud.runs().get(started.id()).ended()).orElseGet(console.clock()::instant));
        Map<String, Long> failures = failures(local, run);
        progress.finish(RunStatus.valueOf(run.status()), took, failures);
        List<String> written = folder == null ? List.of() : folder.write(started.id(), OpenRuns.client(local));
        marks.ifPresent(kept -> kept.end(started.id()));
        report(
                started,
                run,
                failures,
                cloud.runs().graph(run.id()),
                bill,
                took,
                marks.isPresent() ? OpenRuns.client(local) : null);
        if (!report.quiet()) {
            written.forEach(console.err()::println);
        }
        printResult(started, run, bill, took);
        return interruption.isAsked() ? ExitCode.INTERRUPTED : run.succeeded() ? ExitCode.OK : ExitCode.RUN_FAILED;
    }

    /** Counts the failed actions of each node in the records. */
    private static Map<String, Long> failures(LocalCloud local, EmbeddedRun run) {
        if (run.actions().failed() == 0) {
            return Map.of();
        }
        return DecisiveFailures.byNode(OpenRuns.client(local), run.id());
    }

    /**
     * Cancels the run when the process is asked to terminate, but never after {@link #close}, because the stores are
     * closed then.
     */
    private static final class CancelOnInterrupt implements AutoCloseable {

        private final Runnable cancel;
        private boolean closed;

        CancelOnInterrupt(InterruptSignal interruption, Runnable cancel) {
            this.cancel = cancel;
            Thread waiting = new GuardedThread(
                    Thread.currentThread().getThreadGroup(),
                    () -> {
                        interruption.await();
                        cancel();
                    },
                    "anabranch-cancel");
            waiting.start();
        }

        private synchronized void cancel() {
            if (closed) {
                return;
            }
            try {
                cancel.run();
            } catch (RunRefused ended) {
                // The run ended by itself.
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }

    /**
     * @param failures the number of failed actions by node
     * @param kept the client of the run's data folder; null if the run is not kept
     */
    private void report(
            RunRecord started,
            EmbeddedRun run,
            Map<String, Long> failures,
            RunGraph graph,
            Bill bill,
            Duration took,
            @Nullable RunClient kept) {
        run.failure().ifPresent(failure -> {
            console.err()
                    .println(console.terminal()
                            .wrapped("anabranch: "
                                    + RunFailureText.of(
                                            started.workflow(),
                                            run.status(),
                                            DecisiveFailures.of(failures, graph),
                                            FailureReport.shown(graph, failure))));
            if (kept != null) {
                new FailureReport(kept, run.id(), data.next(console))
                        .of(failure)
                        .forEach(console.err()::println);
            }
            if (failure.name().equals(ErrorNames.OUT_OF_MEMORY)) {
                console.err().println(HeapGuard.sentence());
            }
        });
        if (kept != null && !(run.succeeded() && report.quiet())) {
            new RerunHint(kept, run.id(), data.next(console))
                    .of(run.succeeded(), run.actions().failed(), run.failure())
                    .ifPresent(console.err()::println);
        }
        if (!report.quiet()) {
            console.err()
                    .println(console.terminal()
                            .wrapped(SummaryText.of(
                                    run.id(),
                                    run.status(),
                                    Optional.of(run.actions()),
                                    DecisiveFailures.ofAdded(failures, graph),
                                    took)));
        }
        if (report.bill()) {
            console.err().println(BillText.of(bill));
        } else if (!report.quiet()) {
            console.err().println(console.terminal().wrapped(BillText.total(bill)));
        }
    }

    private void printResult(RunRecord started, EmbeddedRun run, Bill bill, Duration took) {
        if (json) {
            console.out().println(console.terminal().shown(RunJson.of(started.workflow(), run, took, bill)));
        } else {
            run.output().ifPresent(output -> console.out()
                    .println(console.terminal().shown(RunJson.pretty(output))));
        }
    }
}
