package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/** Computes the peak concurrency of a plan for lists of any width. */
final class PeakConcurrency {

    private final Plan plan;

    PeakConcurrency(Plan plan) {
        this.plan = plan;
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
            return Math.max(1, Plan.of(run.child(), plan.target()).concurrentFunctions());
        }
        return node instanceof Node.When when
                ? Math.max(
                        functions(plan.order(Plan.branch(when, true))), functions(plan.order(Plan.branch(when, false))))
                : 1;
    }

    /** Returns the number of Map Runs that stay open until nested Map Runs have completed. */
    long waitingMapRuns(Node.FanOut fanOut) {
        List<Node.FanOut> inside = fanOuts(fanOut.body());
        boolean waits = isDistributed(fanOut) && inside.stream().anyMatch(this::opensMapRuns);
        long deeper = inside.stream().mapToLong(this::waitingMapRuns).sum();
        return (waits ? 1 : 0) + passes(fanOut) * deeper;
    }

    private boolean opensMapRuns(Node.FanOut fanOut) {
        return isDistributed(fanOut) || fanOuts(fanOut.body()).stream().anyMatch(this::opensMapRuns);
    }

    private boolean isDistributed(Node.FanOut fanOut) {
        return plan.fanOut(fanOut.id()).shard().isPresent();
    }

    private long passes(Node.FanOut fanOut) {
        return Math.min(
                plan.fanOut(fanOut.id()).concurrency(),
                fanOut.options().atMost().orElse(Long.MAX_VALUE));
    }

    private static List<Node.FanOut> fanOuts(Scope scope) {
        List<Node.FanOut> found = new ArrayList<>();
        for (Node node : scope.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                found.add(fanOut);
            } else {
                node.scopes().forEach(inner -> found.addAll(fanOuts(inner)));
            }
        }
        return found;
    }
}
