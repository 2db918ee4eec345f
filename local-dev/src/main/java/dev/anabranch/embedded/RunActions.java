package dev.anabranch.embedded;

import dev.anabranch.action.ActionRecord;
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
        scope(plan.graph().root(), List.of(), false, visitor);
    }

    private void scope(Scope scope, List<Long> path, boolean tolerated, Consumer<RunAction> visitor) {
        for (Node node : scope.nodes()) {
            if (node instanceof Node.Call call) {
                reader.action(runId, call.id(), path)
                        .ifPresent(record -> visitor.accept(action(call, joined(path), record, tolerated)));
            } else if (node instanceof Node.FanOut fanOut) {
                fanOut(fanOut, path, tolerated, visitor);
            } else {
                node.scopes().forEach(side -> scope(side, path, tolerated, visitor));
            }
        }
    }

    private static RunAction action(Node.Call call, String path, ActionRecord record, boolean tolerated) {
        boolean spent = record.attempts() > call.options().retry().retries();
        return new RunAction(call.id(), path, record, spent, tolerated);
    }

    private void fanOut(Node.FanOut fanOut, List<Long> path, boolean tolerated, Consumer<RunAction> visitor) {
        long count = reader.width(runId, uses.listOf(fanOut.id()), listPath(fanOut, path));
        boolean inside = tolerated || fanOut.options().tolerance().isPresent();
        body(fanOut.body(), path, count, inside, visitor);
    }

    /** A list from an enclosing scope has the path of that scope. */
    private List<Long> listPath(Node.FanOut fanOut, List<Long> path) {
        int depth = uses.depth(uses.listOf(fanOut.id()));
        return path.subList(0, depth);
    }

    /** Calls of a body are read block by block; only what is nested needs each item on its own. */
    private void body(Scope body, List<Long> path, long count, boolean tolerated, Consumer<RunAction> visitor) {
        for (Node node : body.nodes()) {
            if (node instanceof Node.Call call) {
                reader.actions(runId, new FanOutRef(call.id(), path, count))
                        .forEach(record ->
                                visitor.accept(action(call, joined(path, index(record.key())), record, tolerated)));
            } else if (node instanceof Node.When) {
                node.scopes().forEach(side -> body(side, path, count, tolerated, visitor));
            } else if (node instanceof Node.FanOut inner) {
                for (long index = 0; index < count; index++) {
                    List<Long> item = new ArrayList<>(path);
                    item.add(index);
                    fanOut(inner, item, tolerated, visitor);
                }
            }
        }
    }

    private static long index(RecordKey key) {
        return Long.parseLong(key.sort());
    }

    static String joined(List<Long> path) {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    private static String joined(List<Long> path, long index) {
        return path.isEmpty() ? String.valueOf(index) : joined(path) + "." + index;
    }
}
