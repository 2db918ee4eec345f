package dev.anabranch.embedded;

import dev.anabranch.graph.Node;
import dev.anabranch.graph.Scope;
import dev.anabranch.plan.Plan;
import dev.anabranch.plan.Uses;
import dev.anabranch.run.FanOutRef;
import dev.anabranch.run.RunReader;
import dev.anabranch.wire.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Walks all actions that a run has started, node by node; a fan-out's in the order of its items. */
final class RunActions {

    private final Plan plan;
    private final Uses uses;
    private final RunReader reader;
    private final String runId;

    RunActions(Plan plan, RunReader reader, String runId) {
        this.plan = plan;
        this.uses = Uses.of(plan.graph());
        this.reader = reader;
        this.runId = runId;
    }

    void forEach(Consumer<RunAction> visitor) {
        scope(plan.graph().root(), List.of(), visitor);
    }

    private void scope(Scope scope, List<Long> path, Consumer<RunAction> visitor) {
        for (Node node : scope.nodes()) {
            if (node instanceof Node.Call call) {
                reader.action(runId, call.id(), path)
                        .ifPresent(record -> visitor.accept(new RunAction(call.id(), joined(path), record)));
            } else if (node instanceof Node.FanOut fanOut) {
                fanOut(fanOut, path, visitor);
            } else {
                node.scopes().forEach(side -> scope(side, path, visitor));
            }
        }
    }

    private void fanOut(Node.FanOut fanOut, List<Long> path, Consumer<RunAction> visitor) {
        long count = reader.width(runId, uses.listOf(fanOut.id()), listPath(fanOut, path));
        body(fanOut.body(), path, count, visitor);
    }

    /** A list from an enclosing scope has the path of that scope. */
    private List<Long> listPath(Node.FanOut fanOut, List<Long> path) {
        int depth = uses.depth(uses.listOf(fanOut.id()));
        return path.subList(0, depth);
    }

    /** Calls of a body are read block by block; only what is nested needs each item on its own. */
    private void body(Scope body, List<Long> path, long count, Consumer<RunAction> visitor) {
        for (Node node : body.nodes()) {
            if (node instanceof Node.Call call) {
                reader.actions(runId, new FanOutRef(call.id(), path, count))
                        .forEach(record ->
                                visitor.accept(new RunAction(call.id(), joined(path, index(record.key())), record)));
            } else if (node instanceof Node.When) {
                node.scopes().forEach(side -> body(side, path, count, visitor));
            } else if (node instanceof Node.FanOut inner) {
                for (long index = 0; index < count; index++) {
                    List<Long> item = new ArrayList<>(path);
                    item.add(index);
                    fanOut(inner, item, visitor);
                }
            }
        }
    }

    private static long index(RecordKey key) {
        return Long.parseLong(key.sort());
    }

    private static String joined(List<Long> path) {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    private static String joined(List<Long> path, long index) {
        return path.isEmpty() ? String.valueOf(index) : joined(path) + "." + index;
    }
}
