package dev.anabranch.runs.internal.rerun;

import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Edge;
import dev.anabranch.runs.internal.graph.RunGraph.Kind;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.PathSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Works out what a rerun computes and what it adopts, before anything of it runs, from the graph and the records of the earlier run and
 * the graph of the workflow as it is now.
 *
 * <p>An action is computed when it has no result there; when it was asked for; when its definition has changed; and when anything that
 * it takes is computed. That goes item by item: inside a body, the later steps of an item depend on its earlier ones only, while whoever
 * reads a whole fan-out depends on all its items. When the list of a fan-out is computed, so is everything over it: what was item 3 may
 * be item 4 now.
 *
 * <p>An action without a record needs no mention: whoever takes its result cannot have succeeded, for the state machine waits for it. One
 * that failed does need it, since its failure may have been data to somebody. So the plan is as large as the number of ranges of failed
 * items, and the work is one read of all the earlier run's records, 250 at a time and several times 250 at once.
 */
public final class RerunPlanner {

    private final String runId;
    private final RunGraph before;
    private final RunGraph now;
    private final RunWalk walk;
    private final Map<String, PathSet> computed = new HashMap<>();
    private final Map<String, PathSet> afresh = new HashMap<>();
    private boolean ignoresChanges;

    public RerunPlanner(String runId, RunGraph before, RunGraph now, RunReader reader) {
        this.runId = runId;
        this.before = before;
        this.now = now;
        this.walk = new RunWalk(before, reader, runId);
    }

    /** What is adopted; {@link RunRefused} where the selection selects nothing that there is. */
    public AdoptionPlan plan(RerunSelection selection) {
        ignoresChanges = selection instanceof RerunSelection.OnlyFailed;
        if (selection instanceof RerunSelection.From from) {
            select(from.node());
        } else if (selection instanceof RerunSelection.Items items) {
            select(items);
        }
        now.nodes().forEach(this::judge);
        return new AdoptionPlan(runId, calls(computed), calls(afresh));
    }

    private Map<String, PathSet> calls(Map<String, PathSet> all) {
        return all.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty()
                        && now.node(entry.getKey()).map(Vertex::kind).orElse(null) == Kind.CALL)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void select(String name) {
        Vertex node = now.node(name)
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_NODE,
                        "The workflow has no node `" + name + "`. It has: " + now.callNames() + "."));
        inside(node).forEach(call -> of(afresh, call.id()).add(List.of()));
    }

    private void select(RerunSelection.Items items) {
        for (IndexRange range : items.ranges()) {
            Vertex node = items.node().map(this::inFanOut).orElseGet(() -> onlyFanOut(range));
            List<String> fanOuts = new ArrayList<>(now.fanOuts(node.id()));
            if (node.kind() == Kind.FAN_OUT) {
                fanOuts.add(node.id());
            }
            if (range.depth() > fanOuts.size()) {
                throw new RunRefused(
                        Reason.UNKNOWN_ITEM,
                        "`" + range + "` has " + range.depth() + " indexes, but `" + node.id() + "` is in "
                                + fanOuts.size() + " fan-out" + (fanOuts.size() == 1 ? "." : "s."));
            }
            for (int level = 0; level < range.parents().size(); level++) {
                check(
                        node,
                        fanOuts.get(level),
                        range.parents().subList(0, level),
                        range.parents().get(level));
            }
            check(node, fanOuts.get(range.parents().size()), range.parents(), range.last());
            inside(node).forEach(call -> of(afresh, call.id()).addRange(range.parents(), range.first(), range.last()));
        }
    }

    /** Refuses an index that a fan-out does not have at these indexes of those around it. */
    private void check(Vertex node, String fanOut, List<Long> parents, long index) {
        long width = before.node(fanOut).isPresent() ? walk.width(fanOut, parents) : 0;
        if (index >= width) {
            String in = parents.isEmpty() ? "" : RunWalk.joined(parents) + ".";
            throw new RunRefused(
                    Reason.UNKNOWN_ITEM,
                    "There is no item " + in + index + " of `" + node.id() + "` in run `" + runId + "`: "
                            + (width == 0
                                    ? "it had none" + (parents.isEmpty() ? "." : " there.")
                                    : "it had " + width + (parents.isEmpty() ? "" : " there") + ", from " + in + "0 to "
                                            + in + (width - 1) + "."));
        }
    }

    private Vertex inFanOut(String name) {
        return now.node(name)
                .filter(node -> node.kind() == Kind.FAN_OUT || now.depth(name) > 0)
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_NODE,
                        "The workflow has no fan-out `" + name + "`, and nothing of that name in one. It fans out: "
                                + fanOutNames() + "."));
    }

    /** The fan-out that indexes can only be of, by how many they are. */
    private Vertex onlyFanOut(IndexRange range) {
        List<Vertex> all =
                now.nodes().stream().filter(node -> node.kind() == Kind.FAN_OUT).toList();
        List<Vertex> fitting = all.stream()
                .filter(node -> now.depth(node.id()) == range.parents().size())
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (all.isEmpty()) {
            throw new RunRefused(Reason.UNKNOWN_NODE, "The workflow fans nothing out, so it has no items.");
        }
        throw new RunRefused(
                Reason.UNKNOWN_NODE,
                fitting.isEmpty()
                        ? "`" + range + "` has " + range.depth()
                                + " indexes, but the workflow has no fan-out that deep."
                        : "The workflow fans out more than once. Say which items are meant with the name of one of: "
                                + fanOutNames() + ".");
    }

    /** Fan-outs by the calls in them, which is what users see. */
    private String fanOutNames() {
        return now.nodes().stream()
                .filter(node -> node.kind() == Kind.CALL && now.depth(node.id()) > 0)
                .map(Vertex::id)
                .collect(Collectors.joining(", "));
    }

    /** A call itself, or all calls inside a fan-out or conditional. */
    private List<Vertex> inside(Vertex node) {
        return node.kind() == Kind.CALL
                ? List.of(node)
                : now.in(node.id()).stream()
                        .flatMap(inner -> inside(inner).stream())
                        .toList();
    }

    private void judge(Vertex node) {
        PathSet paths = of(computed, node.id());
        if (hasChanged(node)) {
            paths.add(List.of());
        }
        paths.addAll(of(afresh, node.id()));
        for (Edge edge : now.needs(node.id())) {
            take(edge, paths);
        }
        around(node, paths);
        if (node.kind() == Kind.CALL && !paths.isAll()) {
            addFailed(node, paths);
        }
    }

    /** A conditional is worth what was computed on either side, which is known only after its nodes. */
    private void take(Edge edge, PathSet paths) {
        Vertex source = now.node(edge.from()).orElseThrow();
        if (source.kind() == Kind.WHEN) {
            paths.addAll(of(computed, source.id()));
            inside(source).forEach(call -> paths.addAllCut(of(computed, call.id()), now.depth(source.id())));
        } else if (edge.kind().equals("all")) {
            paths.addAllCut(of(computed, source.id()), now.depth(source.id()) - 1);
        } else {
            paths.addAll(of(computed, source.id()));
        }
    }

    /** The items of a fan-out are what its list is. What is in a conditional does not depend on the condition: it runs or it does not. */
    private void around(Vertex node, PathSet paths) {
        for (String fanOut : now.fanOuts(node.id())) {
            paths.addAll(of(computed, fanOut));
        }
    }

    private boolean hasChanged(Vertex node) {
        Optional<Vertex> old = before.node(node.id());
        if (old.isEmpty()
                || old.get().kind() != node.kind()
                || !before.fanOuts(node.id()).equals(now.fanOuts(node.id()))) {
            return true;
        }
        return !ignoresChanges && !old.get().fingerprint().equals(node.fingerprint());
    }

    private void addFailed(Vertex node, PathSet paths) {
        walk.everyBlock(before.node(node.id()).orElseThrow(), (records, parents, end) -> {
            records.stream().filter(record -> !record.status().hasResult()).forEach(record -> {
                if (end < 0) {
                    paths.add(List.of());
                } else {
                    long index = RunWalk.index(record.key());
                    paths.addRange(parents, index, index);
                }
            });
            return true;
        });
    }

    private static PathSet of(Map<String, PathSet> all, String node) {
        return all.computeIfAbsent(node, key -> new PathSet());
    }
}
