package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.IdentityHashMap;
import java.util.Map;

/** Computes the peak concurrency of a plan for lists of any width. */
final class PeakConcurrency {

    private final Plan plan;

    /** The workflows that nodes run, by graph. */
    private final Map<Graph, PeakConcurrency> children;

    PeakConcurrency(Plan plan) {
        this(plan, new IdentityHashMap<>());
    }

    private PeakConcurrency(Plan plan, Map<Graph, PeakConcurrency> children) {
        this.plan = plan;
        this.children = children;
    }

    /** Returns the peak number of functions of an execution order. */
    long functions(ExecutionOrder order) {
        if (order instanceof ExecutionOrder.Step step) {
            return functions(step.node());
        }
        return order instanceof ExecutionOrder.InParallel parallel
                ? parallel.branches().stream().mapToLong(this::functions).sum()
                : ((ExecutionOrder.InSequence) order)
                        .parts().stream().mapToLong(this::functions).max().orElse(0);
    }

    /** Returns the peak number of functions of one node, including nodes in it. */
    long functions(Node node) {
        if (node instanceof Node.FanOut fanOut) {
            return passes(fanOut) * Math.max(1, functions(plan.order(Plan.body(fanOut))));
        }
        if (node instanceof Node.Guard guard) {
            long body = functions(plan.order(Plan.body(guard)));
            return Math.max(body, guard.isAttempt() ? 1 : functions(plan.order(Plan.cleanup(guard))));
        }
        if (node instanceof Node.Repeat repeat) {
            return Math.max(
                    1, Math.max(functions(plan.order(Plan.body(repeat))), functions(plan.order(Plan.until(repeat)))));
        }
        if (node instanceof Node.SubRun run) {
            PeakConcurrency child = child(run);
            return Math.max(1, child.functions(child.plan.order(Plan.ROOT)));
        }
        return node instanceof Node.When when
                ? Math.max(
                        functions(plan.order(Plan.branch(when, true))), functions(plan.order(Plan.branch(when, false))))
                : 1;
    }

    /** Returns the number of Map Runs that stay open until nested Map Runs have completed. */
    long waitingMapRuns(Node node) {
        if (node instanceof Node.SubRun run) {
            PeakConcurrency child = child(run);
            return child.waitingMapRuns(child.plan.graph().root());
        }
        if (node instanceof Node.FanOut fanOut) {
            boolean waits = isDistributed(fanOut) && opensMapRuns(fanOut.body());
            return (waits ? 1 : 0) + passes(fanOut) * waitingMapRuns(fanOut.body());
        }
        boolean waits = isInChildren(node) && node.scopes().stream().anyMatch(this::opensMapRuns);
        return (waits ? 1 : 0)
                + node.scopes().stream().mapToLong(this::waitingMapRuns).sum();
    }

    private long waitingMapRuns(Scope scope) {
        return scope.nodes().stream().mapToLong(this::waitingMapRuns).sum();
    }

    private boolean opensMapRuns(Scope scope) {
        return scope.nodes().stream().anyMatch(this::opensMapRuns);
    }

    private boolean opensMapRuns(Node node) {
        if (node instanceof Node.SubRun run) {
            PeakConcurrency child = child(run);
            return child.opensMapRuns(child.plan.graph().root());
        }
        return (node instanceof Node.FanOut fanOut && isDistributed(fanOut))
                || isInChildren(node)
                || node.scopes().stream().anyMatch(this::opensMapRuns);
    }

    private boolean isInChildren(Node node) {
        return node instanceof Node.Repeat repeat && plan.repeat(repeat).inChildren();
    }

    private PeakConcurrency child(Node.SubRun run) {
        return children.computeIfAbsent(
                run.child(), graph -> new PeakConcurrency(Plan.of(graph, plan.target()), children));
    }

    private boolean isDistributed(Node.FanOut fanOut) {
        return plan.fanOut(fanOut.id()).shard().isPresent();
    }

    private long passes(Node.FanOut fanOut) {
        return Math.min(
                plan.fanOut(fanOut.id()).concurrency(),
                fanOut.options().atMost().orElse(Long.MAX_VALUE));
    }
}
