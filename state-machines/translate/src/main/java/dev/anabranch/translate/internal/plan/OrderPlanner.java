package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns the order among the nodes of a scope into sequences and branches, which is all that states can say. A graph that is made
 * of those gets exactly its own order. Another one gets barriers, each noted: the fewest that there can be where a tangle has at
 * most {@link FewestBarriers#MOST_NODES} nodes, otherwise few. What has nothing to do with each other is never made to wait for each
 * other.
 */
final class OrderPlanner {

    /**
     * How deep branches are put into branches. AWS refuses what is too deep ({@code TOO_DEEPLY_NESTED}) without saying what that
     * is; what would be deeper is laid out in layers.
     */
    static final int MOST_NESTED = 16;

    /** Cuts that are tried for one scope: some tenths of a second. */
    private static final long MOST_CUTS = 20_000_000;

    private final List<Node> nodes;
    private final NodeOrder order;
    private final List<Barrier> barriers;
    private long cutsLeft = MOST_CUTS;

    private OrderPlanner(List<Node> nodes, NodeOrder order, List<Barrier> barriers) {
        this.nodes = nodes;
        this.order = order;
        this.barriers = barriers;
    }

    /**
     * The order of a scope's nodes.
     *
     * @param barriers takes the barriers that had to be added
     */
    static ExecutionOrder of(Scope scope, List<Barrier> barriers) {
        NodeOrder order = NodeOrder.of(scope);
        return new OrderPlanner(scope.nodes(), order, barriers)
                .shape(IntStream.range(0, order.size()).toArray(), 0);
    }

    private ExecutionOrder shape(int[] part, int nested) {
        if (part.length == 1) {
            return step(part[0]);
        }
        List<int[]> components = order.components(part);
        if (components.size() > 1) {
            return new ExecutionOrder.SideBySide(components.stream()
                    .map(component -> shape(component, nested + 1))
                    .toList());
        }
        List<ExecutionOrder> pieces = new ArrayList<>();
        if (nested == MOST_NESTED) {
            inLayers(part, pieces);
        } else if (part.length > 1) {
            inOrder(part, nested, pieces);
        }
        return new ExecutionOrder.InOrder(pieces);
    }

    private ExecutionOrder step(int node) {
        return new ExecutionOrder.Step(nodes.get(node));
    }

    /** Cuts a connected part where each node waits for all nodes before the cut, or where that adds the least. */
    private void inOrder(int[] part, int nested, List<ExecutionOrder> pieces) {
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
        int[] first = part.length <= FewestBarriers.MOST_NODES && cutsLeft > 0 ? fewest(part) : middle(part);
        int[] then = Arrays.stream(part)
                .filter(node -> Arrays.binarySearch(first, node) < 0)
                .toArray();
        barrier(first, then);
        piece(first, nested, pieces);
        piece(then, nested, pieces);
    }

    private void piece(int[] part, int nested, List<ExecutionOrder> pieces) {
        ExecutionOrder shape = shape(part, nested);
        if (shape instanceof ExecutionOrder.InOrder inOrder) {
            pieces.addAll(inOrder.parts());
        } else {
            pieces.add(shape);
        }
    }

    private int[] fewest(int[] part) {
        FewestBarriers.Found found = FewestBarriers.cut(order, part, cutsLeft);
        cutsLeft -= found.cuts();
        return found.first().orElseGet(() -> middle(part));
    }

    /** The cut that adds the fewest waits among those that leave at least a quarter of the nodes on either side. */
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
                            : new ExecutionOrder.SideBySide(
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
