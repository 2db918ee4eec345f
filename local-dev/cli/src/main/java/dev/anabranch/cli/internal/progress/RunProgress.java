package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.translate.internal.manifest.RunGraphs;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Shows the fan-outs of a run in this process as their actions complete. Thread-safe. */
public final class RunProgress implements ActionObserver, AutoCloseable {

    private final Progress progress;
    /** The maximum number of log lines to show: a wide fan-out can write millions. */
    private static final int MOST_LINES = 100;

    private final UnaryOperator<String> next;
    private final Map<String, Long> expected = new HashMap<>();
    private final Set<String> shown = new HashSet<>();

    /** The innermost fan-out or loop around each fan-out; empty for none. */
    private final Map<String, String> around = new HashMap<>();

    /** How many lists of each fan-out are known, and how many items they have together. */
    private final Map<String, Long> lists = new HashMap<>();

    private final Map<String, Long> items = new HashMap<>();

    /** The number of failed attempts of each action that may be retried. */
    private final Map<String, Integer> failedAttempts = new HashMap<>();

    private ProgressTree tree = ProgressTree.UNKNOWN;
    private @Nullable ResultDemand demand;
    private int lines;
    private boolean closed;

    /** @param next returns the text of a command that a message suggests, such as {@code ./anabranch logs r1} */
    public RunProgress(Progress progress, UnaryOperator<String> next) {
        this.progress = progress;
        this.next = next;
    }

    /** Sets the plan of the workflow; to be called before the run starts. */
    public synchronized void follow(Plan plan) {
        demand = ResultDemand.of(plan.graph());
        tree = ProgressTree.of(RunGraphs.of(plan));
        arrange(plan.graph().root(), "");
        progress.arrange(tree);
    }

    @Override
    public synchronized void fansOut(String node, List<Long> path, long count) {
        if (demand == null) {
            return;
        }
        for (Node.FanOut fanOut : demand.fanOutsOver(node)) {
            lists.merge(fanOut.id(), 1L, Long::sum);
            items.merge(fanOut.id(), count, Long::sum);
            expect(fanOut.body(), count, grows(fanOut.id()));
        }
    }

    private void arrange(Scope scope, String outer) {
        for (Node node : scope.nodes()) {
            boolean hasItems = node instanceof Node.FanOut || node instanceof Node.Repeat;
            if (hasItems) {
                around.put(node.id(), outer);
            }
            node.scopes().forEach(inner -> arrange(inner, hasItems ? node.id() : outer));
        }
    }

    /** Returns whether items around a fan-out have no list of it yet, or may follow. The rounds of a loop always may. */
    private boolean grows(String fanOut) {
        String outer = around.getOrDefault(fanOut, "");
        return !outer.isEmpty()
                && (!items.containsKey(outer)
                        || lists.getOrDefault(fanOut, 0L) < items.getOrDefault(outer, 0L)
                        || grows(outer));
    }

    /** Expects the calls of a scope, and of the attempts and cleanups in it, for a number of items. */
    private void expect(Scope scope, long count, boolean grows) {
        for (Node inner : scope.nodes()) {
            if (inner instanceof Node.Guard guard) {
                guard.scopes().forEach(inside -> expect(inside, count, grows));
            } else if (tree.counts(inner.id()) && !(inner instanceof Node.Await)) {
                shown.add(inner.id());
                progress.expect(inner.id(), expected.merge(inner.id(), count, Long::sum), grows);
            } else if (inner instanceof Node.FanOut nested && lists.containsKey(nested.id())) {
                expect(nested.body(), 0, grows(nested.id())); // The last list around it may be empty.
            }
        }
    }

    @Override
    public synchronized void finished(String node, List<Long> path, ActionStatus status) {
        if (isHidden(node, path)) {
            return;
        }
        shown.add(node);
        boolean cached = status == ActionStatus.CACHED;
        boolean succeeded = !cached && status != ActionStatus.FAILED;
        if (tree.attempts(node) > 1 && succeeded) {
            failedAttempts.remove(node + path);
        }
        progress.advance(node, succeeded ? 1 : 0, 0, cached ? 1 : 0);
    }

    /** Counts the error, and the action as failed if no retry follows. The records correct this when the run has ended. */
    @Override
    public synchronized void failed(String node, List<Long> path, String error, String message, boolean rejected) {
        if (isHidden(node, path)) {
            return;
        }
        progress.error(node, error, message);
        int attempts = tree.attempts(node);
        if (attempts == 1 || rejected || failedAttempts.merge(node + path, 1, Integer::sum) >= attempts) {
            failedAttempts.remove(node + path);
            progress.advance(node, 0, 1, 0);
        }
    }

    /** Returns whether the display has no line for a node, such as one that the plan added. */
    private boolean isHidden(String node, List<Long> path) {
        return closed || path.isEmpty() || (demand != null && !tree.counts(node));
    }

    /**
     * Shows a line of an action's log, unless it reports an exception, or too many lines have been shown.
     *
     * @param text formats the line
     */
    public synchronized void logged(LogLine line, Function<LogLine, List<String>> text) {
        if (closed || line.stack() != null || lines > MOST_LINES) {
            return;
        }
        lines++;
        progress.print(
                lines > MOST_LINES
                        ? List.of("Further log lines are not shown here. Read them with `"
                                + next.apply("logs " + line.runId()) + "`.")
                        : text.apply(line));
    }

    /** Shows lines for the user, unless the run has ended. */
    public synchronized void tell(String lines) {
        if (!closed) {
            progress.print(lines.lines().toList());
        }
    }

    /**
     * Shows the final counts, and how the run ended.
     *
     * @param failed the number of failed actions by node, from the records
     */
    public synchronized void finish(RunStatus status, Duration took, Map<String, Long> failed) {
        if (!closed) {
            progress.ended(status, took);
            failed.forEach((node, count) -> {
                if (shown.contains(node)) {
                    progress.failed(node, count);
                }
            });
        }
        close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            progress.close();
        }
    }
}
