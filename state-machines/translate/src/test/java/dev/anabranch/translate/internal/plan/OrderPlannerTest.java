package dev.anabranch.translate.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderPlannerTest {

    private static final long SEED = 20261121;

    @Test
    void everyNodeOccursOnceAfterItsDependencies() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 400; round++) {
            int nodes = random.nextInt(1, 40);
            List<Set<Integer>> before = round % 2 == 0
                    ? RandomOrders.any(random, nodes, random.nextDouble())
                    : RandomOrders.sparse(random, nodes, 3);
            OrderCheck check = OrderCheck.of(before);
            assertThat(check.missing()).as(about(round, before)).isEmpty();
        }
    }

    @Test
    void seriesParallelGraphsKeepTheirOrder() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 400; round++) {
            List<Set<Integer>> before = RandomOrders.seriesParallel(random, random.nextInt(1, 40));
            OrderCheck check = OrderCheck.of(before);
            assertThat(check.barriers()).as(about(round, before)).isEmpty();
            assertThat(check.added()).as(about(round, before)).isEmpty();
        }
    }

    @Test
    void addsTheMinimumNumberOfBarriers() {
        SplittableRandom random = new SplittableRandom(SEED);
        int needed = 0;
        for (int round = 0; round < 600; round++) {
            List<Set<Integer>> before = RandomOrders.any(random, random.nextInt(4, 9), random.nextDouble(0.6));
            int fewest = new Oracle(before).fewest();
            assertThat(OrderCheck.of(before).barriers())
                    .as(about(round, before))
                    .hasSize(fewest);
            needed += fewest;
        }
        assertThat(needed).as("barriers that were needed at all").isGreaterThan(100);
    }

    @Test
    void barrierNamesTheNodesOnBothSides() {
        List<Set<Integer>> shapeOfAnN =
                List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(List.of(0)), new TreeSet<>(List.of(0, 1)));
        assertThat(OrderCheck.of(shapeOfAnN).barriers())
                .containsExactly(new Barrier(List.of("n0", "n1", "n2"), List.of("n3")));
    }

    @Test
    void everyAddedWaitIsCausedByABarrier() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            List<Set<Integer>> before = RandomOrders.sparse(random, random.nextInt(2, 60), 3);
            OrderCheck check = OrderCheck.of(before);
            Set<String> explained = new HashSet<>();
            for (Barrier barrier : check.barriers()) {
                for (String first : barrier.first()) {
                    barrier.then().forEach(then -> explained.add(first + " > " + then));
                }
            }
            assertThat(explained).as(about(round, before)).containsAll(check.added());
        }
    }

    @Test
    void largeGraphsGetFewerWaitsThanWithLayers() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20; round++) {
            List<Set<Integer>> before = RandomOrders.any(random, 60, 0.08);
            OrderCheck check = OrderCheck.of(before);
            assertThat(check.added().size())
                    .as(about(round, before))
                    .isLessThan(OrderCheck.ofLayers(before).added().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain", "fan", "sparse", "tangle", "components", "nested"})
    @Timeout(20)
    void tenThousandNodesAreOrderedWithinSeconds(String kind) {
        warmUp(kind);
        assertThat(fastest(orders(kind, 10_000))).isLessThan(Duration.ofSeconds(2));
    }

    private static void warmUp(String kind) {
        OrderCheck.time(orders(kind, 500));
    }

    private static Duration fastest(List<Set<Integer>> before) {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            Duration taken = OrderCheck.time(before);
            fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
        }
        return fastest;
    }

    private static List<Set<Integer>> orders(String kind, int nodes) {
        SplittableRandom random = new SplittableRandom(SEED);
        return switch (kind) {
            case "chain" -> RandomOrders.chain(nodes);
            case "fan" -> RandomOrders.fan(nodes);
            case "sparse" -> RandomOrders.sparse(random, nodes, 2);
            case "tangle" -> RandomOrders.sparse(random, nodes, 4);
            case "nested" -> RandomOrders.nested(nodes / 2);
            default -> side(random, nodes);
        };
    }

    /** Many small graphs that need barriers and do not depend on each other. */
    private static List<Set<Integer>> side(SplittableRandom random, int nodes) {
        List<Set<Integer>> before = new ArrayList<>();
        while (before.size() < nodes) {
            int offset = before.size();
            for (Set<Integer> waits : RandomOrders.any(random, 14, 0.3)) {
                Set<Integer> shifted = new TreeSet<>();
                waits.forEach(earlier -> shifted.add(earlier + offset));
                before.add(shifted);
            }
        }
        return before;
    }

    private static String about(int round, List<Set<Integer>> before) {
        return "seed " + SEED + ", round " + round + ", order " + before;
    }

    /** Tries all combinations of sequences and parallel branches in which independent nodes stay independent. */
    private static final class Oracle {
        private final BitSet[] closure;
        private final Map<Integer, Integer> known = new HashMap<>();

        Oracle(List<Set<Integer>> before) {
            this.closure = RandomOrders.closure(before);
        }

        int fewest() {
            return fewest((1 << closure.length) - 1);
        }

        private int fewest(int set) {
            if (Integer.bitCount(set) < 2) {
                return 0;
            }
            Integer done = known.get(set);
            if (done != null) {
                return done;
            }
            int fewest = Integer.MAX_VALUE;
            boolean apart = false;
            for (int first = (set - 1) & set; first != 0; first = (first - 1) & set) {
                int then = set & ~first;
                if (pairs(first, then) == 0 && pairs(then, first) == 0) {
                    fewest = fewest(first) + fewest(then);
                    apart = true;
                    break;
                }
            }
            for (int first = (set - 1) & set; !apart && first != 0; first = (first - 1) & set) {
                int then = set & ~first;
                if (pairs(then, first) == 0) {
                    boolean free = pairs(first, then) == Integer.bitCount(first) * Integer.bitCount(then);
                    fewest = Math.min(fewest, (free ? 0 : 1) + fewest(first) + fewest(then));
                }
            }
            known.put(set, fewest);
            return fewest;
        }

        /** Returns how many pairs of nodes of two sets are in this order. */
        private int pairs(int first, int then) {
            int pairs = 0;
            for (int i = 0; i < closure.length; i++) {
                for (int j = 0; j < closure.length; j++) {
                    pairs += (first >> i & 1) == 1 && (then >> j & 1) == 1 && closure[j].get(i) ? 1 : 0;
                }
            }
            return pairs;
        }
    }
}
