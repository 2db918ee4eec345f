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
 * What must come before what among the nodes of a scope, by their positions. Each node comes after those it waits for, so the
 * positions themselves are a possible order.
 *
 * <p>The methods take a <em>part</em>: positions in rising order, such that every path between two of them stays in the part.
 */
final class NodeOrder {

    private static final int[] NONE = {};

    /** For each node, those that it waits for directly, in rising order. */
    private final int[][] before;
    /** For each node, those that wait for it directly, in rising order. */
    private final int[][] after;
    /** For each node, the part that it was entered for last. */
    private final int[] entered;

    // What the methods below note of the nodes of the part that they are about.
    private final int[] layer;
    private final int[] missing;
    private final boolean[] first;
    private final boolean[] last;

    private int parts;

    NodeOrder(int[][] before) {
        this.before = before;
        this.after = new int[before.length][];
        this.entered = new int[before.length];
        this.layer = new int[before.length];
        this.missing = new int[before.length];
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
                        "The node `" + nodes.get(i).id() + "` stands before a node that it waits for.");
            }
        }
        return new NodeOrder(before);
    }

    int size() {
        return before.length;
    }

    /** The nodes that {@code node} waits for directly. */
    int[] before(int node) {
        return before[node];
    }

    /** Notes that each node of {@code part} is in it, for {@link #has}. */
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

    /** The pieces of a part that have nothing to do with each other, in order of their first nodes. */
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
     * For each place where {@code sequence}, an order of a part, can be cut in two: how many waits the cut would add, between the
     * last nodes before it and the first nodes after it. A cut that adds none says only what the nodes say themselves: a path from
     * a last node to a first one can only be a direct wait.
     *
     * @return by the number of nodes before the cut, from 1
     */
    long[] addedByCut(int[] sequence) {
        int part = enter(sequence);
        long firsts = 0;
        for (int node : sequence) {
            missing[node] = count(before[node], part);
            first[node] = missing[node] == 0;
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
                if (has(part, later) && --missing[later] == 0) {
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

    /** The nodes of a part in layers: none waits for another of its layer, and each for one of the layer before. */
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
