package dev.anabranch.cli.internal.progress;

import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the actions of a run as they end. */
public final class RunProgress implements ActionObserver, AutoCloseable {

    private final Progress progress;
    private final Map<String, Long> expected = new HashMap<>();
    /** Actions whose latest attempt failed: whether that is final is known only at the end. */
    private final Map<String, Set<List<Long>>> failing = new HashMap<>();

    private @Nullable ResultDemand uses;
    private boolean closed;

    public RunProgress(Progress progress) {
        this.progress = progress;
    }

    /** Says which workflow runs: before anything of it has started. */
    public synchronized void follow(Plan plan) {
        uses = ResultDemand.of(plan.graph());
    }

    @Override
    public synchronized void spread(String node, List<Long> path, long count) {
        if (uses == null) {
            return;
        }
        for (Node.FanOut fanOut : uses.fanOutsOver(node)) {
            for (Node inner : fanOut.body().nodes()) {
                if (inner instanceof Node.Call call) {
                    progress.expect(call.id(), expected.merge(call.id(), count, Long::sum));
                }
            }
        }
    }

    @Override
    public synchronized void finished(String node, List<Long> path, ActionStatus status) {
        if (path.isEmpty() || closed) {
            return;
        }
        if (status == ActionStatus.FAILED) {
            failing.computeIfAbsent(node, id -> new HashSet<>()).add(path);
            return;
        }
        Set<List<Long>> failed = failing.get(node);
        if (failed != null) {
            failed.remove(path);
        }
        boolean cached = status == ActionStatus.CACHED;
        progress.advance(node, cached ? 0 : 1, 0, cached ? 1 : 0);
    }

    /** Shows the last counts: what failed last has failed for good. */
    public synchronized void finish() {
        if (!closed) {
            closed = true;
            failing.forEach((node, paths) -> {
                if (!paths.isEmpty()) {
                    progress.advance(node, 0, paths.size(), 0);
                }
            });
            progress.close();
        }
    }

    @Override
    public void close() {
        finish();
    }
}
