package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns the dependencies of a scope's nodes into sequences and parallel branches, the only orders that states can
 * express. A series-parallel graph keeps exactly its own order. Other graphs get barriers: the minimum for parts of at
 * most {@link FewestBarriers#MAX_NODES} nodes, and few for larger parts. Nodes of different connected components never
 * wait for each other.
 */
final class OrderPlanner {

    /**
     * The maximum nesting depth of branches. AWS rejects definitions that are too deeply nested ({@code
     * TOO_DEEPLY_NESTED}) but does not document the limit. Deeper parts are ordered in layers.
     */
    static final int MAX_NESTING = 16;

    /** The maximum number of cuts that are tried for one scope, which takes a few tenths of a second. */
    private static final long MAX_CUTS = 20_000_000;

    private final List<Node> nodes;
    private final NodeOrder order;
    private final List<Barrier> barriers;
    private long cutsLeft = MAX_CUTS;

    private OrderPlanner(List<Node> nodes, NodeOrder order, List<Barrier> barriers) {
        this.nodes = nodes;
        this.order = order;
        this.barriers = barriers;
    }

    /**
     * Returns the execution order of a scope.
     *
     * @param barriers receives the added barriers
     */
    static ExecutionOrder of(Scope scope, List<Barrier> barriers) {
        NodeOrder order = NodeOrder.of(scope);
        return new OrderPlanner(scope.nodes(), order, barriers)
                .plan(IntStream.range(0, order.size()).toArray(), 0);
    }

    private ExecutionOrder plan(int[] part, int nested) {
        if (part.length == 1) {
            return step(part[0]);
        }
        List<int[]> components = order.components(part);
        if (components.size() > 1) {
            return new ExecutionOrder.InParallel(components.stream()
                    .map(component -> plan(component, nested + 1))
                    .toList());
        }
        List<ExecutionOrder> pieces = new ArrayList<>();
        if (nested == MAX_NESTING) {
            inLayers(part, pieces);
        } else if (part.length > 1) {
            inSequence(part, nested, pieces);
        }
        return new ExecutionOrder.InSequence(pieces);
    }

    private ExecutionOrder step(int node) {
        return new ExecutionOrder.Step(nodes.get(node));
    }

    /**
     * Divides a connected part at all cuts that need no barrier, or, if there is none, at the best cut with a barrier.
     */
    private void inSequence(int[] part, int nested, List<ExecutionOrder> pieces) {
        long[] added = order.addedByCut(part);
        int start = 0;
        for (int cut = 1; cut < part.length; cut++) {
            if (added[cut] == 0) {
                piece(Arrays.copyOfRange(part, start, cut), nested, pieces);
                start = cut;
            }
        }
        if (start > 0) {
            piece(Arrays.copyOfRange(part, start, part.length), nested, pieces);
            return;
        }
        int[] first = part.length <= FewestBarriers.MAX_NODES && cutsLeft > 0 ? fewest(part) : middle(part);
        int[] then = Arrays.stream(part)
                .filter(node -> Arrays.binarySearch(first, node) < 0)
                .toArray();
        barrier(first, then);
        piece(first, nested, pieces);
        piece(then, nested, pieces);
    }

    private void piece(int[] part, int nested, List<ExecutionOrder> pieces) {
        ExecutionOrder planned = plan(part, nested);
        if (planned instanceof ExecutionOrder.InSequence sequence) {
            pieces.addAll(sequence.parts());
        } else {
            pieces.add(planned);
        }
    }

    private int[] fewest(int[] part) {
        FewestBarriers.Found found = FewestBarriers.cut(order, part, cutsLeft);
        cutsLeft -= found.cuts();
        return found.first().orElseGet(() -> middle(part));
    }

    /** Returns the cut that adds the fewest waits among those with at least a quarter of the nodes on each side. */
    private int[] middle(int[] part) {
        int[] sequence =
                order.layers(part).stream().flatMapToInt(Arrays::stream).toArray();
        long[] added = order.addedByCut(sequence);
        int best = (part.length + 1) / 2;
        for (int cut = Math.max(1, part.length / 4); cut < part.length - part.length / 4; cut++) {
            if (added[cut] < added[best]) {
                best = cut;
            }
        }
        int[] first = Arrays.copyOf(sequence, best);
        Arrays.sort(first);
        return first;
    }

    private void inLayers(int[] part, List<ExecutionOrder> pieces) {
        List<int[]> layers = order.layers(part);
        int[] sequence = layers.stream().flatMapToInt(Arrays::stream).toArray();
        long[] added = order.addedByCut(sequence);
        int cut = 0;
        for (int[] layer : layers) {
            if (cut > 0 && added[cut] > 0) {
                barrier(layers.get(pieces.size() - 1), layer);
            }
            cut += layer.length;
            pieces.add(
                    layer.length == 1
                            ? step(layer[0])
                            : new ExecutionOrder.InParallel(
                                    Arrays.stream(layer).mapToObj(this::step).toList()));
        }
    }

    private void barrier(int[] first, int[] then) {
        barriers.add(new Barrier(ids(first), ids(then)));
    }

    private List<String> ids(int[] part) {
        return Arrays.stream(part).mapToObj(node -> nodes.get(node).id()).toList();
    }
}
