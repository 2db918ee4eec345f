package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.output.OutFolder;
import dev.anabranch.cli.internal.output.RecordJson;
import dev.anabranch.cli.internal.output.RunFailureText;
import dev.anabranch.cli.internal.output.RunJson;
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
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Watches a run that goes on without us: shows its progress, and says how it ended. Ctrl-C ends the watching, not the run. */
public final class RunWatcher {

    /** What can be asked of a command that starts a run. */
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
                description = "Put the files that the run makes into this folder; on a deployment with --wait.")
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
    private final String target;
    private final Options options;
    private final @Nullable OutFolder folder;

    /**
     * With options.
     *
     * @param target the options that lead to the run
     * @throws UsageError when the options do not go together
     */
    public RunWatcher(CommandContext console, String target, Options options) {
        this.console = console;
        this.target = target;
        this.options = options;
        if (options.out != null && !options.wait) {
            throw new UsageError("--out takes the files once the run has ended: add --wait. Later,"
                    + " `anabranch results RUN --out` takes them.");
        }
        this.folder = options.out == null ? null : OutFolder.at(console.folder().resolve(options.out));
    }

    /** Says that a run has been started, and goes on with it as the options say. */
    public int started(RunClient client, ClientRun run) throws IOException {
        if (!options.wait) {
            console.out().println(options.json ? RecordJson.of(run) : run.id());
            console.err().println("To see how it goes: " + hint("status " + run.id() + " --follow"));
            return ExitCode.OK;
        }
        console.err().println(run.id() + " started");
        Optional<ClientRun> ended = toItsEnd(client, run);
        return ended.isEmpty() ? ExitCode.INTERRUPTED : report(client, ended.get());
    }

    /** Shows progress until the run has ended; empty where Ctrl-C came before. */
    public Optional<ClientRun> toItsEnd(RunClient client, ClientRun run) {
        if (run.status().ended()) {
            return Optional.of(run);
        }
        AtomicReference<@Nullable ClientRun> ended = new AtomicReference<>();
        whileItRuns(run.id(), "status " + run.id() + " --follow", () -> {
            try (Progress progress = Progress.on(console.err(), console.terminal(), console.clock(), run.started())) {
                ended.set(new RunFollower(client, run.id(), progress).untilEnd());
            }
        });
        return Optional.ofNullable(ended.get());
    }

    /**
     * Does something that takes as long as a run goes on.
     *
     * @param again the command that does it again
     * @return false where Ctrl-C came before it was done
     */
    public boolean whileItRuns(String run, String again, Runnable watching) {
        AtomicBoolean over = new AtomicBoolean();
        InterruptSignal interruption = InterruptSignal.ofTheProcess();
        Thread waiting = interrupting(Thread.currentThread(), interruption, over);
        try {
            watching.run();
            return true;
        } catch (CallInterrupted asked) {
            console.err().println("The run `" + run + "` goes on. To look at it again: " + hint(again));
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
        run.error().ifPresent(error -> console.err()
                .println("anabranch: "
                        + RunFailureText.of(
                                run.workflow(),
                                run.status().name(),
                                actions.map(ActionCounts::failed).orElse(0L),
                                error)));
        console.err().println(SummaryText.of(run.id(), run.status().name(), actions, took));
        if (!succeeded || actions.map(ActionCounts::failed).orElse(0L) > 0) {
            console.err().println("To compute what is missing and keep the rest: " + hint("rerun " + run.id()));
        }
        if (folder != null) {
            folder.write(run.id(), client);
        }
        Optional<JsonNode> output = succeeded ? Optional.of(client.output(run.id())) : Optional.empty();
        if (options.json) {
            console.out().println(RunJson.of(run, output, actions, took));
        } else {
            output.ifPresent(json -> console.out().println(RunJson.pretty(json)));
        }
        return succeeded ? ExitCode.OK : ExitCode.RUN_FAILED;
    }

    /** Empty where there are more than can be counted while somebody waits. */
    public static Optional<ActionCounts> counts(RunClient client, String run) {
        try {
            return Optional.of(client.counts(run));
        } catch (ApiUnavailable tooMany) {
            client.get(run); // Says so where it is the API that is not there.
            return Optional.empty();
        }
    }

    private String hint(String command) {
        return "anabranch " + command + target;
    }
}
