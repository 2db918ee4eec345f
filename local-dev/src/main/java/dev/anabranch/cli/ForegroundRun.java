package dev.anabranch.cli;

import dev.anabranch.billing.Bill;
import dev.anabranch.embedded.EmbeddedCloud;
import dev.anabranch.embedded.Run;
import dev.anabranch.run.ActionCounts;
import dev.anabranch.run.RunRecord;
import dev.anabranch.run.RunRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A run in this process, which somebody watches: shows its progress, lets Ctrl-C cancel it, reports how it ended. */
final class ForegroundRun {

    /** What can be asked of it. */
    static final class Options {

        @Option(
                names = "--out",
                paramLabel = "<dir>",
                description = "Put the files that the run makes into this folder.")
        private @Nullable Path out;

        @Option(names = "--json", description = "Print one JSON object about the run instead of what it returned.")
        private boolean json;
    }

    /** Starts a run in a cloud. */
    interface Start {
        /** Tells {@code progress} what to expect before it starts the run. */
        RunRecord in(EmbeddedCloud cloud, RunProgress progress);
    }

    private final Console console;
    private final DataOption data;
    private final Options options;

    ForegroundRun(Console console, DataOption data, Options options) {
        this.console = console;
        this.data = data;
        this.options = options;
    }

    /** Runs it, and says what the process is to tell the shell. */
    int toItsEnd(Start start) throws IOException {
        OutFolder folder =
                options.out == null ? null : OutFolder.at(console.folder().resolve(options.out));
        Interruption interruption = Interruption.ofTheProcess();
        try (RunProgress progress = new RunProgress(Progress.on(console));
                LocalCloud local = LocalCloud.toRun(progress, data, console)) {
            return run(start, local, progress, folder, interruption);
        } finally {
            console.out().flush();
            interruption.handled();
        }
    }

    private int run(
            Start start, LocalCloud local, RunProgress progress, @Nullable OutFolder folder, Interruption interruption)
            throws IOException {
        EmbeddedCloud cloud = local.cloud();
        Instant began = console.clock().instant();
        RunRecord started = start.in(cloud, progress);
        Optional<RunMarks> marks = local.data().map(RunMarks::new);
        marks.ifPresent(kept -> kept.add(started.id()));
        if (marks.isEmpty()) {
            console.err().println("anabranch: " + data.whyInMemory(console));
        }
        cancelWhenAsked(interruption, cloud, started.id());
        Run run = cloud.ending(started).join();
        Bill bill = local.bill();
        progress.finish();
        if (run.status().equals("ABORTED")) {
            // Whoever cancels it sweeps its records; what they say in the end is what is shown.
            run = cloud.ended(cloud.runs().cancel(started.id()));
        }
        if (folder != null) {
            folder.write(started.id(), cloud.reader());
        }
        marks.ifPresent(kept -> kept.remove(started.id()));
        report(started, run, bill, Duration.between(began, console.clock().instant()), marks.isPresent());
        return interruption.isAsked() ? ExitCode.INTERRUPTED : run.succeeded() ? ExitCode.OK : ExitCode.RUN_FAILED;
    }

    private static void cancelWhenAsked(Interruption interruption, EmbeddedCloud cloud, String runId) {
        Thread waiting = new Thread(
                () -> {
                    interruption.await();
                    try {
                        cloud.runs().cancel(runId);
                    } catch (RunRefused ended) {
                        // It was faster.
                    }
                },
                "anabranch-cancel");
        waiting.setDaemon(true);
        waiting.start();
    }

    private void report(RunRecord started, Run run, Bill bill, Duration took, boolean kept) {
        run.failure().ifPresent(failure -> console.err()
                .println("anabranch: " + FailureText.of(started.workflow(), run, failure)));
        console.err().println(summary(run, took));
        console.err().println(BillText.of(bill));
        if (kept && (!run.succeeded() || run.actions().failed() > 0)) {
            console.err().println("To compute what is missing and keep the rest: anabranch rerun " + run.id());
        }
        if (options.json) {
            console.out().println(RunJson.of(started.workflow(), run, took, bill));
        } else {
            run.output().ifPresent(output -> console.out().println(RunJson.pretty(output)));
        }
    }

    private static String summary(Run run, Duration took) {
        ActionCounts actions = run.actions();
        return String.format(
                Locale.ROOT,
                "%s %s: %,d action%s%s%s%s in %.1f s",
                run.id(),
                run.status(),
                actions.total(),
                actions.total() == 1 ? "" : "s",
                part(actions.cached(), "cached"),
                part(actions.failed(), "failed"),
                part(actions.aborted(), "aborted"),
                took.toMillis() / 1000.0);
    }

    private static String part(long count, String what) {
        return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, what);
    }
}
