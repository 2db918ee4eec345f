package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows the fan-outs of a run in this process as their actions complete. Thread-safe. */
public final class RunProgress implements ActionObserver, AutoCloseable {

    private final Progress progress;
    /** The maximum number of log lines to show: a wide fan-out can write millions. */
    private static final int MOST_LINES = 100;

    private final Map<String, Long> expected = new HashMap<>();
    private final Set<String> shown = new HashSet<>();

    private @Nullable ResultDemand demand;
    private int lines;
    private boolean closed;

    public RunProgress(Progress progress) {
        this.progress = progress;
    }

    /** Sets the plan of the workflow; to be called before the run starts. */
    public synchronized void follow(Plan plan) {
        demand = ResultDemand.of(plan.graph());
    }

    @Override
    public synchronized void fansOut(String node, List<Long> path, long count) {
        if (demand == null) {
            return;
        }
        for (Node.FanOut fanOut : demand.fanOutsOver(node)) {
            for (Node inner : fanOut.body().nodes()) {
                if (inner.functionCall().isPresent() && !(inner instanceof Node.Await)) {
                    shown.add(inner.id());
                    progress.expect(inner.id(), expected.merge(inner.id(), count, Long::sum));
                }
            }
        }
    }

    @Override
    public synchronized void finished(String node, List<Long> path, ActionStatus status) {
        if (path.isEmpty() || closed) {
            return;
        }
        shown.add(node);
        boolean cached = status == ActionStatus.CACHED;
        // A failed attempt may be retried: the records count failures when the run has ended.
        boolean succeeded = !cached && status != ActionStatus.FAILED;
        progress.advance(node, succeeded ? 1 : 0, 0, cached ? 1 : 0);
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
                        ? List.of("Further log lines are not shown here. Read them with `anabranch logs " + line.runId()
                                + "`.")
                        : text.apply(line));
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
