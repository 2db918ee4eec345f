package dev.anabranch.translate.internal.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds, for a part of few nodes, the cut in two with which the part needs the fewest barriers; among those, the one that makes the
 * fewest nodes wait for others. It tries all: a set of nodes is a number, one bit for each.
 */
final class FewestBarriers {

    /** The most nodes that are tried: for 14, up to 3 to the power of 14 cuts. */
    static final int MOST_NODES = 14;

    private static final Cost NOTHING = new Cost(0, 0, 0);

    /** For each node, all that come before it. */
    private final int[] below;

    private final Map<Integer, Cost> costs = new HashMap<>();
    private long cutsLeft;

    private FewestBarriers(int[] below, long cutsLeft) {
        this.below = below;
        this.cutsLeft = cutsLeft;
    }

    /**
     * What a set needs.
     *
     * @param barriers how many barriers
     * @param added how many pairs of nodes wait for each other only because of them
     * @param cut what comes before the set's own barrier; 0 where it has none
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
     * The best cut and how many cuts were tried.
     *
     * @param first what comes before the barrier; empty when more than {@code mostCuts} would have to be tried
     */
    record Found(Optional<int[]> first, long cuts) {}

    /** The best cut of a part that hangs together and has no cut without a barrier. */
    static Found cut(NodeOrder order, int[] part, long mostCuts) {
        int[] below = new int[part.length];
        for (int i = 0; i < part.length; i++) {
            for (int earlier : order.before(part[i])) {
                int bit = Arrays.binarySearch(part, earlier);
                if (bit >= 0) {
                    below[i] |= 1 << bit | below[bit];
                }
            }
        }
        FewestBarriers search = new FewestBarriers(below, mostCuts);
        int cut = search.cost((1 << part.length) - 1).cut();
        int[] first = Arrays.stream(part)
                .filter(node -> (cut >> Arrays.binarySearch(part, node) & 1) == 1)
                .toArray();
        return search.cutsLeft < 0
                ? new Found(Optional.empty(), mostCuts)
                : new Found(Optional.of(first), mostCuts - search.cutsLeft);
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

    /** The nodes that hang together with the first one of a set. */
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

    /** True when {@code first} has with each node all of {@code set} that come before it. */
    private boolean isClosed(int first, int set) {
        for (int left = first; left != 0; left &= left - 1) {
            if ((below[Integer.numberOfTrailingZeros(left)] & set & ~first) != 0) {
                return false;
            }
        }
        return true;
    }

    /** How many pairs wait for each other only because all of {@code first} comes before all of {@code then}. */
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
