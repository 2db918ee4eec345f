package dev.anabranch.cli.internal.output;

import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.client.internal.ActionFilter;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.ClientLog;
import dev.anabranch.client.internal.LogFilter;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.ApiRefused;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.StoredLogLine;
import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.task.PermanentFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Explains the failure of an action: the exception with its causes and the frames of user code, the input, the last
 * lines of its log, and the commands that show more and that repeat it. A {@link PermanentFailure} without a cause needs
 * no frames, because its message is a sentence for users. For an action that has started a run of another
 * workflow, it explains the failure of that run, and for a fan-out with too many failed items the first of these.
 */
public final class FailureReport {

    private static final int LOG_LINES = 8;

    /** The maximum number of pages of the log that are read; each has up to 1,000 lines. */
    private static final int LOG_PAGES = 20;

    private static final int STACK_LINES = 24;
    private static final String INDENT = "  ";

    private final RunClient client;
    private final String run;
    private final NextCommand next;

    /** @param next the commands that the report suggests */
    public FailureReport(RunClient client, String run, NextCommand next) {
        this.client = client;
        this.run = run;
        this.next = next;
    }

    /** Returns the lines of the report; none if no action caused the failure. */
    public List<String> of(RunError error) {
        if (error.node().isEmpty()) {
            return List.of();
        }
        if (error.name().equals(ErrorNames.TOO_MANY_ROUNDS)) {
            return rounds(error);
        }
        return FailedItems.of(client, run, error)
                .map(this::of)
                .or(() -> failed(error).map(this::of))
                .orElse(List.of());
    }

    /** Returns an error as people are to read it: a call that the plan added has no name that they know. */
    public RunError shown(RunError error) {
        return error.node().isEmpty() ? error : shown(client.graph(run), error);
    }

    /** Returns an error as {@link #shown(RunError)} does, with the graph of its run. */
    public static RunError shown(RunGraph graph, RunError error) {
        return FailedItems.shown(graph, error);
    }

    /** Returns the errors of the failed items of a fan-out, and the report of the first of them. */
    private List<String> of(FailedItems items) {
        List<String> text = new ArrayList<>();
        items.lines().forEach(line -> text.add(INDENT + line));
        if (items.lines().size() > 1 || !items.lines().contains(items.firstText())) {
            text.add(INDENT + "first " + items.firstText());
        }
        text.addAll(of(items.first()));
        return text;
    }

    /** Returns how to see the rounds of a loop that had too many, which is not an action. */
    private List<String> rounds(RunError error) {
        return client.graph(run)
                .node(error.node())
                .flatMap(loop -> loop.input().stream().findFirst())
                .map(state -> List.of(next.hint(
                        "To see what its rounds returned",
                        "results " + run + " --node " + ShellWord.of(state.node())
                                + (error.action().isEmpty() ? "" : " --items " + error.action()))))
                .orElse(List.of());
    }

    private Optional<ClientAction> failed(RunError error) {
        ActionFilter wanted = new ActionFilter(Optional.of(error.node()), "", Optional.empty(), ranges(error.action()));
        try (Stream<ClientAction> actions = client.actions(run, wanted, 1)) {
            return actions.findFirst().filter(action -> action.path().equals(error.action()));
        }
    }

    private static List<IndexRange> ranges(String path) {
        return path.isEmpty() ? List.of() : IndexRange.parse(path);
    }

    private List<String> of(ClientAction action) {
        List<String> text = new ArrayList<>();
        if (action.run().isPresent()) {
            ActionText.input(action, run, new ActionInputs(client, run), next)
                    .lines()
                    .forEach(text::add);
            text.addAll(ofRun(action.run().get()));
            return text;
        }
        ClientLog log = log(action);
        Optional<StoredLogLine> failure = log.lines().stream()
                .filter(line -> line.stack() != null && line.level() == System.Logger.Level.ERROR)
                .reduce((earlier, later) -> later);
        failure.filter(line -> !isSentence(action, line)).ifPresent(line -> text.addAll(frames(line)));
        if (action.attempts() > 1) {
            text.add(INDENT + "after " + action.attempts() + " attempts");
            others(action).forEach(line -> text.add(INDENT + INDENT + line));
        }
        ActionText.input(action, run, new ActionInputs(client, run), next)
                .lines()
                .forEach(text::add);
        List<StoredLogLine> last = log.lines().stream()
                .filter(line -> line.attempt() == action.attempts())
                .filter(line -> failure.filter(line::equals).isEmpty())
                .toList();
        if (!last.isEmpty()) {
            text.add(INDENT + (last.size() > LOG_LINES ? "the last " + LOG_LINES + " lines of its log:" : "log:"));
            last.subList(Math.max(0, last.size() - LOG_LINES), last.size())
                    .forEach(line -> LogText.ofAction(line).forEach(part -> text.add(INDENT + INDENT + part)));
        }
        String selection = " --node " + ShellWord.of(action.node());
        String items = action.path().isEmpty() ? "" : " --items " + action.path();
        text.add(next.hint("To see its whole log", "logs " + run + selection + items));
        if (!items.isEmpty()) {
            String rerun = "rerun " + run + selection + items;
            text.add(next.hint("To compute this item and all that did not succeed", rerun));
            if (!next.isDeployed()) {
                text.add(next.hint("To stop in it with a debugger", rerun + " --debug"));
            }
        }
        return text;
    }

    /** Returns a line for each earlier attempt that did not fail with the error of the latest one. */
    static List<String> others(ClientAction action) {
        return action.earlier().stream()
                .filter(attempt -> !action.error()
                        .filter(error -> error.name().equals(attempt.error())
                                && EarlierAttempt.beginning(error.message()).equals(attempt.message()))
                        .isPresent())
                .map(attempt -> "attempt " + attempt.number() + ": "
                        + (attempt.error() == null
                                ? "it recorded no end"
                                : SafeText.of(attempt.error() + ": " + attempt.message())))
                .limit(LOG_LINES)
                .toList();
    }

    /** Returns the lines about the failure of a run that an action has started. */
    private List<String> ofRun(String started) {
        List<String> text = new ArrayList<>();
        try {
            client.get(started).error().ifPresent(error -> new FailureReport(client, started, next)
                    .of(error).stream()
                            .filter(line -> line.startsWith(INDENT))
                            .forEach(line -> text.add(INDENT + line)));
        } catch (ApiRefused e) {
            text.add(INDENT + "The run cannot be read: " + SafeText.of(String.valueOf(e.getMessage())));
            return text;
        }
        if (!text.isEmpty()) {
            text.add(0, INDENT + "in the run `" + started + "`:");
        }
        text.add(next.hint("To see that run", "status " + started));
        return text;
    }

    /** Returns whether a failure is explained by its message alone, such as one about the input of the run. */
    private static boolean isSentence(ClientAction action, StoredLogLine line) {
        boolean hasCause = line.stack() != null && line.stack().contains("\nCaused by: ");
        return !hasCause
                && action.error()
                        .filter(error -> error.name().equals(PermanentFailure.class.getName()))
                        .isPresent();
    }

    /** Returns the frames and the causes of an exception; its name and message are known. */
    private static List<String> frames(StoredLogLine line) {
        List<String> stack = line.stack() == null ? List.of() : UserStack.of(line.stack());
        List<String> text = stack.stream()
                .dropWhile(part -> !UserStack.isBelowTheMessage(part))
                .map(part -> INDENT + SafeText.of(part.strip()))
                .toList();
        return text.size() <= STACK_LINES
                ? text
                : Stream.concat(text.stream().limit(STACK_LINES), Stream.of(INDENT + "..."))
                        .toList();
    }

    private ClientLog log(ClientAction action) {
        LogFilter wanted = new LogFilter(Optional.of(action.node()), ranges(action.path()), Optional.empty());
        List<StoredLogLine> lines = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        ClientLog page;
        int pages = 0;
        do {
            page = client.logs(run, wanted, cursor, false, Duration.ZERO);
            lines.addAll(page.lines());
            cursor = page.next();
            pages++;
        } while (cursor.isPresent() && pages < LOG_PAGES);
        return new ClientLog(lines, cursor, page.groups());
    }
}
