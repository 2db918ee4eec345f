package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The dependencies among the nodes of a scope, by position. Each node follows those it waits for, so the order of the
 * positions is a valid execution order. Not thread-safe.
 *
 * <p>The methods work on a <em>part</em>: positions in ascending order, such that every path between two of them stays
 * in the part.
 */
final class NodeOrder {

    private static final int[] NONE = {};

    /** For each node, its direct predecessors in ascending order. */
    private final int[][] before;
    /** For each node, its direct successors in ascending order. */
    private final int[][] after;
    /** For each node, the number of the part that it was last entered into. */
    private final int[] entered;

    // Scratch space of the methods below, reused to avoid allocations.
    private final int[] layer;
    private final int[] pending;
    private final boolean[] first;
    private final boolean[] last;

    private int parts;

    NodeOrder(int[][] before) {
        this.before = before;
        this.after = new int[before.length][];
        this.entered = new int[before.length];
        this.layer = new int[before.length];
        this.pending = new int[before.length];
        this.first = new boolean[before.length];
        this.last = new boolean[before.length];
        int[] counts = new int[before.length];
        for (int[] waits : before) {
            for (int earlier : waits) {
                counts[earlier]++;
            }
        }
        for (int i = 0; i < before.length; i++) {
            after[i] = counts[i] == 0 ? NONE : new int[counts[i]];
        }
        Arrays.fill(counts, 0);
        for (int i = 0; i < before.length; i++) {
            for (int earlier : before[i]) {
                after[earlier][counts[earlier]++] = i;
            }
        }
    }

    static NodeOrder of(Scope scope) {
        Map<String, Integer> positions = new HashMap<>();
        List<Node> nodes = scope.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            positions.put(nodes.get(i).id(), i);
        }
        int[][] before = new int[nodes.size()][];
        for (int i = 0; i < before.length; i++) {
            int node = i;
            before[i] = OutsideValues.waitsFor(nodes.get(i)).stream()
                    .filter(positions::containsKey)
                    .mapToInt(positions::get)
                    .filter(position -> position != node)
                    .sorted()
                    .toArray();
            if (before[i].length > 0 && before[i][before[i].length - 1] > i) {
                throw new IllegalArgumentException(
                        "The node `" + nodes.get(i).id() + "` precedes a node that it waits for.");
            }
        }
        return new NodeOrder(before);
    }

    int size() {
        return before.length;
    }

    /** Returns the direct predecessors of {@code node}. */
    int[] before(int node) {
        return before[node];
    }

    /** Enters all nodes of {@code part} into a new part for {@link #has}, and returns its number. */
    private int enter(int[] part) {
        parts++;
        for (int node : part) {
            entered[node] = parts;
        }
        return parts;
    }

    private boolean has(int part, int node) {
        return entered[node] == part;
    }

    /** Returns the connected components of a part, in order of their first nodes. */
    List<int[]> components(int[] part) {
        int whole = enter(part);
        List<int[]> components = new ArrayList<>();
        int[] open = new int[part.length];
        for (int start : part) {
            if (!has(whole, start)) {
                continue;
            }
            int found = 0;
            open[found++] = start;
            entered[start] = 0;
            for (int next = 0; next < found; next++) {
                found = take(before[open[next]], whole, open, found);
                found = take(after[open[next]], whole, open, found);
            }
            int[] component = Arrays.copyOf(open, found);
            Arrays.sort(component);
            components.add(component);
        }
        return components;
    }

    private int take(int[] neighbours, int whole, int[] open, int found) {
        int count = found;
        for (int neighbour : neighbours) {
            if (has(whole, neighbour)) {
                entered[neighbour] = 0;
                open[count++] = neighbour;
            }
        }
        return count;
    }

    /**
     * Returns, for each cut of {@code sequence} into two, how many waits the cut would add between the last nodes
     * before it and the first nodes after it. A cut that adds none needs no barrier.
     *
     * @param sequence a part in an execution order
     * @return the added waits by the number of nodes before the cut, from 1
     */
    long[] addedByCut(int[] sequence) {
        int part = enter(sequence);
        long firsts = 0;
        for (int node : sequence) {
            pending[node] = count(before[node], part);
            first[node] = pending[node] == 0;
            last[node] = false;
            firsts += first[node] ? 1 : 0;
        }
        long lasts = 0;
        long direct = 0;
        long[] added = new long[sequence.length];
        for (int k = 0; k < sequence.length - 1; k++) {
            int node = sequence[k];
            first[node] = false;
            firsts--;
            for (int earlier : before[node]) {
                if (has(part, earlier) && last[earlier]) {
                    direct -= 1 + marked(after[earlier], part, first);
                    last[earlier] = false;
                    lasts--;
                }
            }
            last[node] = true;
            lasts++;
            for (int later : after[node]) {
                if (has(part, later) && --pending[later] == 0) {
                    first[later] = true;
                    firsts++;
                    direct += marked(before[later], part, last);
                }
            }
            added[k + 1] = lasts * firsts - direct;
        }
        return added;
    }

    private int count(int[] nodes, int part) {
        int count = 0;
        for (int node : nodes) {
            count += has(part, node) ? 1 : 0;
        }
        return count;
    }

    private int marked(int[] nodes, int part, boolean[] marks) {
        int count = 0;
        for (int node : nodes) {
            count += has(part, node) && marks[node] ? 1 : 0;
        }
        return count;
    }

    /**
     * Divides a part into layers. A node waits for at least one node of the previous layer, and for no node of the same
     * layer.
     */
    List<int[]> layers(int[] part) {
        int whole = enter(part);
        int layers = 0;
        for (int node : part) {
            layer[node] = 0;
            for (int earlier : before[node]) {
                if (has(whole, earlier)) {
                    layer[node] = Math.max(layer[node], layer[earlier] + 1);
                }
            }
            layers = Math.max(layers, layer[node] + 1);
        }
        int[] sizes = new int[layers];
        for (int node : part) {
            sizes[layer[node]]++;
        }
        List<int[]> result = new ArrayList<>();
        for (int size : sizes) {
            result.add(new int[size]);
        }
        Arrays.fill(sizes, 0);
        for (int node : part) {
            result.get(layer[node])[sizes[layer[node]]++] = node;
        }
        return result;
    }
}
