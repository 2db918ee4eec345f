package dev.anabranch.plan;

import dev.anabranch.graph.Node;
import dev.anabranch.graph.References;
import dev.anabranch.graph.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the order among the nodes of a scope into sequences and branches, which is all that states can say. A graph that is made
 * of those gets exactly its own order. Another one gets barriers, each noted.
 */
final class Layout {

    private final List<Node> nodes;
    /** For each node, all that come before it, directly or not. */
    private final BitSet[] before;
    /** For each node, its direct neighbours in either direction. */
    private final List<List<Integer>> neighbours = new ArrayList<>();

    private final List<Barrier> barriers;

    private Layout(Scope scope, List<Barrier> barriers) {
        this.nodes = scope.nodes();
        this.barriers = barriers;
        this.before = new BitSet[nodes.size()];
        Map<String, Integer> position = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            position.put(nodes.get(i).id(), i);
            neighbours.add(new ArrayList<>());
        }
        for (int i = 0; i < nodes.size(); i++) {
            before[i] = new BitSet();
            for (String id : References.waitsFor(nodes.get(i), scope)) {
                int earlier = position.getOrDefault(id, -1);
                before[i].set(earlier);
                before[i].or(before[earlier]);
                neighbours.get(i).add(earlier);
                neighbours.get(earlier).add(i);
            }
        }
    }

    /**
     * The order of a scope's nodes.
     *
     * @param barriers takes the barriers that had to be added
     */
    static Shape of(Scope scope, List<Barrier> barriers) {
        Layout layout = new Layout(scope, barriers);
        BitSet all = new BitSet();
        all.set(0, scope.nodes().size());
        return layout.shape(all);
    }

    private Shape shape(BitSet part) {
        if (part.cardinality() == 1) {
            return new Shape.Step(nodes.get(part.nextSetBit(0)));
        }
        List<BitSet> components = components(part);
        if (components.size() == 1) {
            return new Shape.InOrder(series(part));
        }
        return components.isEmpty()
                ? new Shape.InOrder(List.of())
                : new Shape.SideBySide(components.stream().map(this::shape).toList());
    }

    /** Parts that have nothing to do with each other, in order of their first nodes. */
    private List<BitSet> components(BitSet part) {
        List<BitSet> components = new ArrayList<>();
        BitSet left = (BitSet) part.clone();
        for (int start = left.nextSetBit(0); start >= 0; start = left.nextSetBit(start)) {
            BitSet component = new BitSet();
            Deque<Integer> open = new ArrayDeque<>(List.of(start));
            left.clear(start);
            while (!open.isEmpty()) {
                int node = open.pop();
                component.set(node);
                for (int neighbour : neighbours.get(node)) {
                    if (left.get(neighbour)) {
                        left.clear(neighbour);
                        open.push(neighbour);
                    }
                }
            }
            components.add(component);
        }
        return components;
    }

    /** Cuts a connected part into pieces where each node of a piece waits for all nodes of the pieces before it. */
    private List<Shape> series(BitSet part) {
        List<Shape> pieces = new ArrayList<>();
        BitSet piece = new BitSet();
        BitSet done = new BitSet();
        List<BitSet> cuts = new ArrayList<>();
        int[] order = part.stream().toArray();
        BitSet[] sharedAfter = sharedAncestors(order, part);
        for (int k = 0; k < order.length; k++) {
            piece.set(order[k]);
            done.set(order[k]);
            if (k == order.length - 1 || contains(sharedAfter[k + 1], done)) {
                cuts.add(piece);
                piece = new BitSet();
            }
        }
        if (cuts.size() == 1) {
            return withBarrier(part);
        }
        cuts.forEach(cut -> pieces.add(shape(cut)));
        return pieces;
    }

    /** For each position, what all nodes from there on wait for. */
    private BitSet[] sharedAncestors(int[] order, BitSet part) {
        BitSet[] shared = new BitSet[order.length];
        BitSet all = (BitSet) part.clone();
        for (int k = order.length - 1; k >= 0; k--) {
            // A node after the cut may wait for others after the cut too: only the prefix matters to the caller.
            all.and(before[order[k]]);
            shared[k] = (BitSet) all.clone();
        }
        return shared;
    }

    private static boolean contains(BitSet whole, BitSet part) {
        BitSet rest = (BitSet) part.clone();
        rest.andNot(whole);
        return rest.isEmpty();
    }

    /** The part has no cut of its own: makes one after the nodes that wait for nothing, and notes it. */
    private List<Shape> withBarrier(BitSet part) {
        BitSet first = new BitSet();
        part.stream().filter(node -> !before[node].intersects(part)).forEach(first::set);
        BitSet then = (BitSet) part.clone();
        then.andNot(first);
        barriers.add(new Barrier(ids(first), ids(then)));
        List<Shape> pieces = new ArrayList<>();
        pieces.add(shape(first));
        Shape rest = shape(then);
        if (rest instanceof Shape.InOrder inOrder) {
            pieces.addAll(inOrder.parts());
        } else {
            pieces.add(rest);
        }
        return pieces;
    }

    private List<String> ids(BitSet part) {
        return part.stream().mapToObj(node -> nodes.get(node).id()).toList();
    }
}
