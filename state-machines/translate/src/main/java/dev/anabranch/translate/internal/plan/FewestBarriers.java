package dev.anabranch.translate.internal.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the cut that divides a small part into two with the fewest barriers in total; among equal cuts, the one that
 * adds the fewest waits. It tries all cuts. A set of nodes is an int with one bit per node.
 */
final class FewestBarriers {

    /** The largest part that is searched: with 14 nodes, there are at most 3^14 cuts. */
    static final int MAX_NODES = 14;

    private static final Cost NOTHING = new Cost(0, 0, 0);

    /** For each node, the set of all its predecessors. */
    private final int[] below;

    private final Map<Integer, Cost> costs = new HashMap<>();
    private long cutsLeft;

    private FewestBarriers(int[] below, long cutsLeft) {
        this.below = below;
        this.cutsLeft = cutsLeft;
    }

    /**
     * The cost of a set of nodes.
     *
     * @param barriers the number of barriers
     * @param added the number of pairs of nodes that are ordered only because of barriers
     * @param cut the nodes before the barrier of this set; 0 if it has none
     */
    private record Cost(int barriers, int added, int cut) {
        boolean isLessThan(Cost other) {
            return barriers < other.barriers || (barriers == other.barriers && added < other.added);
        }

        Cost plus(Cost other) {
            return new Cost(barriers + other.barriers, added + other.added, 0);
        }
    }

    /**
     * The result of a search.
     *
     * @param first the nodes before the barrier; empty if the search was given up because it needs more than {@code
     *     maxCuts} cuts
     * @param cuts the number of cuts that were tried
     */
    record Found(Optional<int[]> first, long cuts) {}

    /** Returns the best cut of a connected part that cannot be divided without a barrier. */
    static Found cut(NodeOrder order, int[] part, long maxCuts) {
        int[] below = new int[part.length];
        for (int i = 0; i < part.length; i++) {
            for (int earlier : order.before(part[i])) {
                int bit = Arrays.binarySearch(part, earlier);
                if (bit >= 0) {
                    below[i] |= 1 << bit | below[bit];
                }
            }
        }
        FewestBarriers search = new FewestBarriers(below, maxCuts);
        int cut = search.cost((1 << part.length) - 1).cut();
        int[] first = Arrays.stream(part)
                .filter(node -> (cut >> Arrays.binarySearch(part, node) & 1) == 1)
                .toArray();
        return search.cutsLeft < 0
                ? new Found(Optional.empty(), maxCuts)
                : new Found(Optional.of(first), maxCuts - search.cutsLeft);
    }

    private Cost cost(int set) {
        if (Integer.bitCount(set) < 2 || cutsLeft < 0) {
            return NOTHING;
        }
        Cost known = costs.get(set);
        if (known == null) {
            known = compute(set);
            costs.put(set, known);
        }
        return known;
    }

    private Cost compute(int set) {
        int component = component(set);
        if (component != set) {
            return cost(component).plus(cost(set & ~component));
        }
        for (int first = Integer.lowestOneBit(set); first != set; first |= Integer.lowestOneBit(set & ~first)) {
            if (added(first, set & ~first) == 0) {
                return cost(first).plus(cost(set & ~first));
            }
        }
        Cost best = new Cost(Integer.MAX_VALUE, 0, 0);
        for (int first = (set - 1) & set; first != 0 && cutsLeft >= 0; first = (first - 1) & set) {
            cutsLeft--;
            if (isClosed(first, set)) {
                Cost own = new Cost(1, added(first, set & ~first), first);
                if (own.isLessThan(best)) {
                    Cost whole = own.plus(cost(first)).plus(cost(set & ~first));
                    best = whole.isLessThan(best) ? new Cost(whole.barriers(), whole.added(), first) : best;
                }
            }
        }
        return best;
    }

    /** Returns the connected component of the first node of a set. */
    private int component(int set) {
        int component = Integer.lowestOneBit(set);
        int before;
        do {
            before = component;
            for (int node : nodes(set)) {
                int bit = 1 << node;
                if ((component & bit) != 0) {
                    component |= below[node] & set;
                } else if ((component & below[node]) != 0) {
                    component |= bit;
                }
            }
        } while (component != before);
        return component;
    }

    /** Returns whether {@code first} has, for each of its nodes, all predecessors in {@code set}. */
    private boolean isClosed(int first, int set) {
        for (int left = first; left != 0; left &= left - 1) {
            if ((below[Integer.numberOfTrailingZeros(left)] & set & ~first) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns how many pairs become ordered only because all of {@code first} precedes all of {@code then}. */
    private int added(int first, int then) {
        int added = 0;
        for (int left = then; left != 0; left &= left - 1) {
            added += Integer.bitCount(first & ~below[Integer.numberOfTrailingZeros(left)]);
        }
        return added;
    }

    private static int[] nodes(int set) {
        int[] nodes = new int[Integer.bitCount(set)];
        int i = 0;
        for (int left = set; left != 0; left &= left - 1) {
            nodes[i++] = Integer.numberOfTrailingZeros(left);
        }
        return nodes;
    }
}
