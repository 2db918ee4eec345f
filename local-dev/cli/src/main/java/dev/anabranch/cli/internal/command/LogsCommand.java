package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.ItemsOption;
import dev.anabranch.cli.internal.location.MissingItems;
import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.location.RunWatcher;
import dev.anabranch.cli.internal.output.LogText;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.client.internal.ClientLog;
import dev.anabranch.client.internal.LogFilter;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.CallInterrupted;
import dev.anabranch.runs.internal.record.StoredLogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch logs}. */
@Command(
        name = "logs",
        description = {
            "Print what the actions of a run have logged and printed.",
            "",
            "The lines of a run in a data folder or of `anabranch serve` are printed in the order in which they were"
                    + " written. Times are in UTC. Stack traces have the frames of user code; `--json` prints them whole. At most"
                    + " 64 KB are kept for an attempt: the beginning and the end of a longer log.",
            "",
            "The lines of a run on AWS are in CloudWatch Logs. For each node, a command of the AWS CLI is printed that"
                    + " shows them."
        })
final class LogsCommand implements Callable<Integer> {

    /** How often a data folder is read while a run is in progress. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", description = "The id of a run, as listed by `anabranch runs`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String run;

    @Option(names = "--node", paramLabel = "<node>", description = "Print only lines of this node.")
    private @Nullable String node;

    @Mixin
    private ItemsOption items = new ItemsOption();

    /** The levels of lines, by their names in {@link System.Logger} and in SLF4J. */
    enum Level {
        TRACE(System.Logger.Level.TRACE),
        DEBUG(System.Logger.Level.DEBUG),
        INFO(System.Logger.Level.INFO),
        WARN(System.Logger.Level.WARNING),
        WARNING(System.Logger.Level.WARNING),
        ERROR(System.Logger.Level.ERROR);

        private final System.Logger.Level stored;

        Level(System.Logger.Level stored) {
            this.stored = stored;
        }
    }

    @Option(
            names = "--level",
            paramLabel = "<level>",
            description = "Print only lines of this level or a higher one: ${COMPLETION-CANDIDATES}."
                    + " WARN is SLF4J's name of WARNING.")
    private @Nullable Level level;

    @Option(names = "--follow", description = "Continue until the run has ended.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object per line.")
    private boolean json;

    @Mixin
    private RunTarget target = new RunTarget();

    LogsCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        LogFilter wanted = new LogFilter(
                Optional.ofNullable(node),
                items.ranges(),
                Optional.ofNullable(level).map(chosen -> chosen.stored),
                items.label());
        try (OpenRuns open = target.open(console)) {
            if (!follow) {
                print(open, wanted);
                return ExitCode.OK;
            }
            boolean ended = new RunWatcher(console, target.next(console), new RunWatcher.Options())
                    .whileRunning(run, "logs " + ShellWord.of(run) + " --follow", () -> print(open, wanted));
            return ended ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    private void print(OpenRuns open, LogFilter wanted) {
        Duration wait = follow && open.areLive() ? RunClient.LONGEST_WAIT : Duration.ZERO;
        Optional<String> cursor = Optional.empty();
        boolean empty = true;
        do {
            ClientLog page = open.client().logs(run, wanted, cursor, follow, wait);
            page.lines().forEach(this::print);
            page.groups().forEach(this::print);
            empty &= page.lines().isEmpty() && page.groups().isEmpty();
            cursor = page.next();
            if (follow && cursor.isPresent() && page.lines().isEmpty() && wait.isZero()) {
                pause();
            }
            // checkError is true if the reader, such as `head`, has closed the pipe.
        } while (cursor.isPresent() && !console.out().checkError());
        if (empty) {
            new MissingItems(open.client(), run, Optional.ofNullable(node)).check(items);
            console.err().println("anabranch: The log of the run `" + run + "` has no such lines.");
        }
    }

    private void pause() {
        console.host().pause().accept(POLL_INTERVAL);
        if (Thread.currentThread().isInterrupted()) {
            throw new CallInterrupted();
        }
    }

    private void print(StoredLogLine line) {
        List<String> text = json ? List.of(line.toJson().toString()) : LogText.of(line);
        text.forEach(console.out()::println);
    }

    private void print(ClientLog.Group group) {
        console.out()
                .println("aws logs tail " + ShellWord.of(group.name()) + " --since "
                        + ShellWord.of(group.since().toString())
                        + " --format short --filter-pattern " + ShellWord.of(group.filter())
                        + (follow ? " --follow" : ""));
    }
}
