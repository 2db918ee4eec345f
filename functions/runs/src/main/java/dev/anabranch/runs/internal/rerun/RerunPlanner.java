package dev.anabranch.runs.internal.rerun;

import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.LabelledItems;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Edge;
import dev.anabranch.runs.internal.graph.RunGraph.Kind;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.rerun.RerunPreview.NodePreview;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.PathSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Plans a rerun: which actions it computes and which results it adopts. The inputs are the graph and the records of the
 * earlier run and the workflow's current graph. Planning completes before the rerun starts.
 *
 * <p>An action is computed if it has no result in the earlier run, if it was selected, if its definition has changed,
 * or if a result that it takes is computed. This holds per item: within a body, the steps of an item depend only on
 * earlier steps of the same item, while a reader of a whole fan-out depends on all items. If the list of a fan-out is
 * computed, everything in the fan-out is computed, because an index may then stand for another item. The items of a fold
 * after a computed one are computed, too.
 *
 * <p>An action without a record is not part of the plan: the state machine waits for each action, so no reader of its
 * result can have succeeded. A failed action is part of the plan, because its failure may have been data for a reader.
 * The plan therefore grows with the number of ranges of failed items. Planning reads all records of the earlier run
 * in blocks of 250 and several blocks in parallel.
 *
 * <p>The items of a fan-out that ended with its first successes are not part of the plan if the call that returned them
 * is adopted, because the state machine then skips the fan-out. Only later nodes show whether that call is computed, so
 * planning is repeated if it is.
 */
public final class RerunPlanner {

    /** An index that no item of a fold has. */
    private static final long MOST_ITEMS = Integer.MAX_VALUE;

    /** The maximum number of items around nested folds that are distinguished. */
    private static final int MOST_FOLDS = 1_000;

    /** The maximum number of ranges of items in a message. */
    private static final int MOST_LISTED = 5;

    private final String runId;
    private final RunGraph before;
    private final RunGraph now;
    private final RunWalk walk;
    private final RunReader reader;
    private final Map<String, PathSet> computed = new HashMap<>();
    private final Map<String, PathSet> uncached = new HashMap<>();
    private final Map<String, PathSet> failed = new HashMap<>();
    /** The calls with adopted first successes, because of which items were left out of the plan. */
    private final Set<FirstCall> decided = new HashSet<>();

    private boolean ignoresChanges;

    /** The call that returns the first successes of a fan-out. */
    private record FirstCall(String node, List<Long> path) {}

    public RerunPlanner(String runId, RunGraph before, RunGraph now, RunReader reader) {
        this.runId = runId;
        this.before = before;
        this.now = now;
        this.reader = reader;
        this.walk = new RunWalk(before, reader, runId);
    }

    /** Plans a rerun; throws {@link RunRefused} if the selection names a node or item that does not exist. */
    public AdoptionPlan plan(RerunSelection selection) {
        ignoresChanges = selection instanceof RerunSelection.OnlyFailed;
        if (selection instanceof RerunSelection.From from) {
            select(from.node());
        } else if (selection instanceof RerunSelection.Items items) {
            select(items);
        } else if (selection instanceof RerunSelection.Labels labels) {
            select(labels);
        }
        do {
            decided.clear();
            inOrder(this::plan);
            repeatUndone();
        } while (decided.stream().anyMatch(first -> isComputed(first.node(), first.path())));
        return new AdoptionPlan(runId, calls(computed), calls(uncached), repeated(), ignoresChanges);
    }

    /** Counts what a plan of this planner computes and adopts. Reads all records of the earlier run. */
    public RerunPreview preview(AdoptionPlan plan) {
        Set<String> changed = changed();
        Map<String, Long> items = new HashMap<>();
        Map<String, NodePreview> nodes = new LinkedHashMap<>();
        for (Vertex node : now.nodes()) {
            if (node.kind().hasActions()
                    && node.kind() != Kind.ON_FAILURE
                    && node.stops().isEmpty()) {
                long[] counts = {0, 0}; // adopted, computed
                before.node(node.id()).ifPresent(old -> count(old, plan, counts));
                long expected = now.isFixed(node) ? expected(node, items) : 0;
                nodes.put(
                        node.id(),
                        new NodePreview(
                                node.id(),
                                counts[0],
                                counts[1],
                                Math.max(0, expected - counts[0] - counts[1]),
                                isOpen(node, nodes),
                                changed.contains(node.id()),
                                node.added()));
            }
        }
        return new RerunPreview(List.copyOf(nodes.values()));
    }

    /**
     * Returns the number of actions of a node in all lists that the earlier run has made.
     *
     * @param items the numbers of items of fan-outs that are known; this method adds others
     */
    private long expected(Vertex node, Map<String, Long> items) {
        List<String> fanOuts = now.fanOuts(node.id());
        if (fanOuts.isEmpty()) {
            return 1;
        }
        String fanOut = fanOuts.get(fanOuts.size() - 1);
        boolean isKnown =
                before.node(fanOut).isPresent() && before.fanOuts(fanOut).equals(now.fanOuts(fanOut));
        return isKnown ? items.computeIfAbsent(fanOut, walk::items) : 0;
    }

    private void count(Vertex node, AdoptionPlan plan, long[] counts) {
        walk.everyBlock(node, (records, parents, end) -> {
            if (isDecided(node, parents)) {
                return true; // The rerun skips the fan-out.
            }
            for (ActionRecord record : records) {
                if (!plan.adopts(node.id(), RunWalk.indexes(parents, record.key()))) {
                    counts[1]++;
                } else if (record.status().hasResult()) {
                    counts[0]++;
                }
            }
            return true;
        });
    }

    /**
     * Returns whether a list of a fan-out around a node, or the condition of a conditional around it, is computed.
     *
     * @param nodes the previews of the nodes before this one
     */
    private boolean isOpen(Vertex node, Map<String, NodePreview> nodes) {
        for (Optional<Vertex> outer = now.node(node.in());
                outer.isPresent();
                outer = now.node(outer.get().in())) {
            Kind kind = outer.get().kind();
            if ((kind == Kind.FAN_OUT || kind == Kind.WHEN)
                    && isOpen(now.inspectedNode(outer.get().id()), nodes)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOpen(String source, Map<String, NodePreview> nodes) {
        return before.node(source).isEmpty()
                || !of(computed, source).isEmpty()
                || callsIn(now.node(source).orElseThrow()).stream()
                        .anyMatch(call -> !of(computed, call.id()).isEmpty())
                || (nodes.containsKey(source) && nodes.get(source).notStarted() > 0);
    }

    /** Returns the nodes with actions that are new, or whose definition has changed since the earlier run. */
    private Set<String> changed() {
        return now.nodes().stream()
                .filter(node -> node.kind().hasActions() && hasChanged(node))
                .map(Vertex::id)
                .collect(Collectors.toSet());
    }

    /** Returns the calls whose results concern their own run only: they are repeated whenever a rerun reaches them. */
    private Set<String> repeated() {
        Set<String> calls = new HashSet<>();
        for (Vertex node : now.nodes()) {
            if (node.kind() == Kind.SUB_RUN) {
                calls.add(now.inspectedNode(node.id()));
            } else if (node.kind() == Kind.ON_FAILURE) {
                calls.add(node.id());
            }
        }
        return calls;
    }

    private Map<String, PathSet> calls(Map<String, PathSet> all) {
        return all.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty()
                        && now.node(entry.getKey())
                                .filter(node -> node.kind().hasActions())
                                .isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void select(String name) {
        Vertex node = now.node(name)
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_NODE,
                        "The workflow has no node `" + name + "`." + NearestName.hint(name, now.names()) + " It has: "
                                + now.callNames() + "."));
        callsIn(node).forEach(call -> of(uncached, call.id()).add(List.of()));
    }

    private void select(RerunSelection.Items items) {
        for (IndexRange range : items.ranges()) {
            Vertex node = items.node().map(this::inFanOut).orElseGet(() -> onlyFanOut(range));
            List<String> fanOuts = new ArrayList<>(now.fanOuts(node.id()));
            if (node.kind().hasItems()) {
                fanOuts.add(node.id());
            }
            if (range.depth() > fanOuts.size()) {
                throw new RunRefused(
                        Reason.UNKNOWN_ITEM,
                        "`" + range + "` has " + range.depth() + " indexes, but `" + node.id() + "` is in "
                                + fanOuts.size() + " fan-out" + (fanOuts.size() == 1 ? "." : "s."));
            }
            for (int level = 0; level <= range.parents().size(); level++) {
                check(node, fanOuts, range, level);
            }
            callsIn(node)
                    .forEach(call -> of(uncached, call.id()).addRange(range.parents(), range.first(), range.last()));
        }
    }

    private void select(RerunSelection.Labels selected) {
        Optional<Vertex> chosen = selected.node().map(this::inFanOut);
        List<Vertex> searched = chosen
                .map(this::callsIn)
                .orElseGet(() -> now.nodes().stream()
                        .filter(node -> node.kind().hasActions())
                        .toList())
                .stream()
                .flatMap(node -> before.node(node.id()).stream())
                .filter(node -> before.depth(node.id()) > 0)
                .toList();
        for (String label : selected.labels()) {
            LabelledItems found = LabelledItems.find(before, walk, searched, label, runId);
            found.items().forEach((fanOut, items) -> now.node(fanOut).stream()
                    .flatMap(vertex -> callsIn(chosen.orElse(vertex)).stream())
                    .forEach(call -> of(uncached, call.id()).addAll(items)));
        }
    }

    /**
     * Throws {@link RunRefused} if a fan-out does not have an index of a range.
     *
     * @param fanOuts the fan-outs around the items of the node, outermost first
     * @param level the position of the index
     */
    private void check(Vertex node, List<String> fanOuts, IndexRange range, int level) {
        List<Long> parents = range.parents().subList(0, level);
        boolean isLast = level == range.parents().size();
        long index = isLast ? range.last() : range.parents().get(level);
        long width = before.node(fanOuts.get(level)).isPresent() ? walk.width(fanOuts.get(level), parents) : 0;
        if (index < width) {
            return;
        }
        String in = parents.isEmpty() ? "" : RunWalk.joined(parents) + ".";
        String path = isLast ? in + index : RunWalk.joined(range.parents()) + "." + range.last();
        throw new RunRefused(
                Reason.UNKNOWN_ITEM,
                "There is no item " + path + " of `" + node.id() + "` in run `" + runId + "`: "
                        + (level < fanOuts.size() - 1
                                ? nestedItems(fanOuts)
                                : width == 0
                                        ? "it had no items" + (parents.isEmpty() ? "." : " there.")
                                        : "it had " + width + (width == 1 ? " item" : " items")
                                                + (parents.isEmpty() ? "" : " there")
                                                + ", from " + in + "0 to "
                                                + in + (width - 1) + "."));
    }

    /** Returns which items of nested fan-outs exist, as they are written in a selection. */
    private String nestedItems(List<String> fanOuts) {
        List<String> found = new ArrayList<>();
        if (fanOuts.stream().allMatch(fanOut -> before.node(fanOut).isPresent())) {
            addItems(fanOuts, List.of(), found);
        }
        if (found.isEmpty()) {
            return "it had no items.";
        }
        boolean hasMore = found.size() > MOST_LISTED;
        return "its items have " + fanOuts.size() + " indexes. It had "
                + String.join(", ", found.subList(0, Math.min(found.size(), MOST_LISTED)))
                + (hasMore ? " and more." : ".");
    }

    /** Adds the ranges of items inside an item, at most one more than {@link #MOST_LISTED}. */
    private void addItems(List<String> fanOuts, List<Long> at, List<String> found) {
        long width = walk.width(fanOuts.get(at.size()), at);
        if (at.size() == fanOuts.size() - 1) {
            if (width > 0) {
                found.add(RunWalk.joined(at) + ".0" + (width == 1 ? "" : "-" + (width - 1)));
            }
            return;
        }
        for (long index = 0; index < width && found.size() <= MOST_LISTED; index++) {
            List<Long> inside = new ArrayList<>(at);
            inside.add(index);
            addItems(fanOuts, inside, found);
        }
    }

    private Vertex inFanOut(String name) {
        return now.node(name)
                .filter(node -> node.kind().hasItems() || now.depth(name) > 0)
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_NODE,
                        "The workflow has no fan-out `" + name
                                + "` and no node of that name in a fan-out." + NearestName.hint(name, now.names())
                                + " Nodes in fan-outs: " + fanOutNames() + "."));
    }

    /** Returns the only fan-out that the range can refer to, by the number of its indexes. */
    private Vertex onlyFanOut(IndexRange range) {
        List<Vertex> all =
                now.nodes().stream().filter(node -> node.kind().hasItems()).toList();
        List<Vertex> fitting = all.stream()
                .filter(node -> now.depth(node.id()) == range.parents().size())
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (all.isEmpty()) {
            throw new RunRefused(Reason.UNKNOWN_NODE, "The workflow has no fan-out, so it has no items to select.");
        }
        throw new RunRefused(
                Reason.UNKNOWN_NODE,
                fitting.isEmpty()
                        ? "`" + range + "` has " + range.depth()
                                + " indexes, but no fan-out of the workflow is nested that deeply."
                        : "The workflow has several fan-outs. Name the one that the items belong to by a node in it: "
                                + fanOutNames() + ".");
    }

    /** Returns the names of the calls in fan-outs, which users know; fan-outs themselves often have generated names. */
    private String fanOutNames() {
        return now.nodes().stream()
                .filter(node -> node.kind().hasActions() && !node.added() && now.depth(node.id()) > 0)
                .map(Vertex::id)
                .collect(Collectors.joining(", "));
    }

    /** Returns a call itself, or all calls in a fan-out or conditional. */
    private List<Vertex> callsIn(Vertex node) {
        return node.kind().hasActions()
                ? List.of(node)
                : now.nodesIn(node.id()).stream()
                        .flatMap(inner -> callsIn(inner).stream())
                        .toList();
    }

    /**
     * Computes all steps before a cleanup if one of them is computed, because the cleanup has undone the others, and
     * then all that depends on them.
     */
    private void repeatUndone() {
        List<Vertex> ensured =
                now.nodes().stream().filter(node -> node.kind() == Kind.ENSURE).toList();
        for (int i = 0; i < ensured.size(); i++) {
            ensured.forEach(this::repeatSteps);
            inOrder(node -> addDependencies(node, of(computed, node.id())));
        }
    }

    private void repeatSteps(Vertex ensured) {
        List<Vertex> steps = callsIn(ensured).stream()
                .filter(call -> !isInCleanup(call, ensured))
                .toList();
        PathSet repeated = new PathSet();
        steps.forEach(call -> repeated.addAllTruncated(of(computed, call.id()), now.depth(ensured.id())));
        steps.forEach(call -> of(computed, call.id()).addAll(repeated));
        // The cleanup has undone the runs of other workflows too, so new ones start from the beginning.
        callsIn(ensured).stream().filter(call -> call.kind() == Kind.SUB_RUN).forEach(call -> of(uncached, call.id())
                .addAll(repeated));
    }

    private boolean isInCleanup(Vertex call, Vertex ensured) {
        return now.dependencies(call.id()).stream()
                .anyMatch(edge -> edge.isCleanup() && edge.from().equals(ensured.id()));
    }

    private void plan(Vertex node) {
        PathSet paths = of(computed, node.id());
        if (hasChanged(node)) {
            paths.add(List.of());
        }
        paths.addAll(of(uncached, node.id()));
        addDependencies(node, paths);
        // Failures of items concern readers of the fan-out even if all items of the node are computed anyway.
        boolean matters = !paths.isAll() || now.depth(node.id()) > 0;
        if (node.kind().hasActions() && matters && before.node(node.id()).isPresent()) {
            addFailed(node, of(failed, node.id()));
            paths.addAll(of(failed, node.id()));
        }
    }

    /** Visits the nodes in their order, and adds the later items of each fold and loop after the nodes in it. */
    private void inOrder(Consumer<Vertex> visitor) {
        Deque<String> chains = new ArrayDeque<>();
        for (Vertex node : now.nodes()) {
            while (!chains.isEmpty() && !now.fanOuts(node.id()).contains(chains.peek())) {
                addLaterItems(chains.pop());
            }
            visitor.accept(node);
            if (now.isChain(node.id())) {
                chains.push(node.id());
            }
        }
        chains.forEach(this::addLaterItems);
    }

    /** Adds all items of a fold after the first one of which an action is computed. */
    private void addLaterItems(String fold) {
        int depth = now.depth(fold);
        Map<List<Long>, Long> firsts = new HashMap<>();
        PathSet whole = new PathSet();
        List<Vertex> calls = callsIn(now.node(fold).orElseThrow());
        for (Vertex call : calls) {
            of(computed, call.id()).forEachRange((parents, first, last) -> {
                if (parents.size() >= depth) {
                    long index = parents.size() == depth ? Math.max(0, first) : parents.get(depth);
                    firsts.merge(List.copyOf(parents.subList(0, depth)), index, Math::min);
                } else if (first < 0) {
                    whole.add(List.of());
                } else {
                    whole.addRange(parents, first, last);
                }
            });
        }
        Optional<List<List<Long>>> each = whole.isEmpty() ? Optional.of(List.of()) : foldsIn(whole, fold);
        each.ifPresent(folds -> folds.forEach(path -> firsts.merge(path, 0L, Math::min)));
        if (each.isEmpty()) {
            calls.forEach(call -> of(computed, call.id()).addAll(whole));
        }
        firsts.forEach((parents, first) ->
                calls.forEach(call -> of(computed, call.id()).addRange(parents, first + 1, MOST_ITEMS)));
    }

    /**
     * Returns the paths of a fold in some items of the fan-outs around it. Returns empty if they are too many or unknown:
     * then the first item of each fold is computed too.
     */
    private Optional<List<List<Long>>> foldsIn(PathSet items, String fold) {
        List<String> fanOuts = now.fanOuts(fold);
        if (before.node(fold).isEmpty() || !before.fanOuts(fold).equals(fanOuts)) {
            return Optional.empty();
        }
        List<List<Long>> found = new ArrayList<>();
        int[] visits = {MOST_FOLDS};
        items.forEachRange((parents, first, last) ->
                addFolds(fanOuts, parents, Math.max(0, first), first < 0 ? MOST_ITEMS : last, found, visits));
        return visits[0] > 0 ? Optional.of(found) : Optional.empty();
    }

    /** Adds the paths of a fold in a range of items, as long as there are visits. */
    private void addFolds(
            List<String> fanOuts, List<Long> at, long first, long last, List<List<Long>> found, int[] visits) {
        long end = visits[0] > 0 ? Math.min(last, walk.width(fanOuts.get(at.size()), at) - 1) : -1;
        for (long index = first; index <= end && visits[0]-- > 0; index++) {
            List<Long> inside = new ArrayList<>(at);
            inside.add(index);
            if (inside.size() == fanOuts.size()) {
                found.add(inside);
            } else {
                addFolds(fanOuts, inside, 0, MOST_ITEMS, found, visits);
            }
        }
    }

    private void addDependencies(Vertex node, PathSet paths) {
        for (Edge edge : now.dependencies(node.id())) {
            addDependency(edge, paths);
        }
        addEnclosing(node, paths);
    }

    /**
     * Adds what depends on the edge's source. The value of a conditional is computed if a node on either side is; the
     * same holds for the steps of an attempt. A cleanup is computed if one of the steps before it is.
     */
    private void addDependency(Edge edge, PathSet paths) {
        Vertex source = now.node(edge.from()).orElseThrow();
        boolean all = edge.kind().equals("all");
        int depth = now.depth(source.id()) - (all ? 1 : 0);
        paths.addAllTruncated(of(computed, source.id()), depth);
        if (!source.kind().hasActions() && source.kind() != Kind.FAN_OUT) {
            callsIn(source).stream()
                    .filter(call -> !isInCleanup(call, source))
                    .forEach(call -> paths.addAllTruncated(of(computed, call.id()), depth));
        }
        if (all) {
            addFailedItems(source, depth, paths);
        }
    }

    /**
     * Adds the readers of a fan-out some of whose items failed. Any call of an item may have failed it, not only the
     * call that the result comes from, unless the failure of the call is a value in the item. If the fan-out tolerates
     * failures, any call that is computed can also fail its item now.
     */
    private void addFailedItems(Vertex source, int depth, PathSet paths) {
        Vertex fanOut = now.node(now.fanOuts(source.id()).get(depth)).orElseThrow();
        callsIn(fanOut).stream()
                .filter(call -> !now.isToleratedIn(call, fanOut.id()))
                .forEach(call -> {
                    paths.addAllTruncated(of(failed, call.id()), depth);
                    if (fanOut.tolerant()) {
                        paths.addAllTruncated(of(computed, call.id()), depth);
                    }
                });
    }

    /**
     * Adds what depends on the lists of the enclosing fan-outs. Nodes in a conditional do not depend on the condition:
     * they run or they do not. Of the nodes in a loop, only those that read its state depend on its start; they have an
     * edge from it.
     */
    private void addEnclosing(Vertex node, PathSet paths) {
        for (String fanOut : now.fanOuts(node.id())) {
            if (now.node(fanOut).orElseThrow().kind() == Kind.FAN_OUT) {
                paths.addAll(of(computed, fanOut));
            }
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
            if (isDecided(node, parents)) {
                return true;
            }
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

    /**
     * Returns whether a fan-out around a node has ended with its first successes, which the rerun adopts: then its items
     * are not needed.
     *
     * @param parents the indexes of the node's actions without the last one
     */
    private boolean isDecided(Vertex node, List<Long> parents) {
        List<String> fanOuts = before.fanOuts(node.id());
        for (int level = 0; level < fanOuts.size(); level++) {
            String first = before.node(fanOuts.get(level)).orElseThrow().first();
            List<Long> path = parents.subList(0, level);
            if (!first.isEmpty()
                    && now.node(fanOuts.get(level))
                            .filter(fanOut -> fanOut.first().equals(first))
                            .isPresent()
                    && !isComputed(first, path)
                    && reader.action(runId, first, path)
                            .filter(record -> record.status().hasResult())
                            .isPresent()) {
                decided.add(new FirstCall(first, List.copyOf(path)));
                return true;
            }
        }
        return false;
    }

    private boolean isComputed(String node, List<Long> path) {
        return of(computed, node).contains(path);
    }

    private static PathSet of(Map<String, PathSet> all, String node) {
        return all.computeIfAbsent(node, key -> new PathSet());
    }
}
