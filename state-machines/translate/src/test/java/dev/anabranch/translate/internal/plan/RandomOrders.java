package dev.anabranch.translate.internal.plan;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.Scope;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Creates random graphs to lay out: for each node, the earlier nodes that it waits for. */
final class RandomOrders {

    private static final TaskRef TASK =
            new TaskRef("example.Task", new TypeName("java.lang.String"), new TypeName("java.lang.String"), 512, 60);

    private RandomOrders() {}

    /** Every pair of nodes is ordered with the given probability. */
    static List<Set<Integer>> any(RandomGenerator random, int nodes, double density) {
        List<Set<Integer>> before = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            Set<Integer> waits = new TreeSet<>();
            for (int j = 0; j < i; j++) {
                if (random.nextDouble() < density) {
                    waits.add(j);
                }
            }
            before.add(waits);
        }
        return before;
    }

    /** Each node waits for up to {@code most} earlier nodes, so the graph is sparse for any number of nodes. */
    static List<Set<Integer>> sparse(RandomGenerator random, int nodes, int most) {
        List<Set<Integer>> before = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            Set<Integer> waits = new TreeSet<>();
            for (int j = i == 0 ? 0 : random.nextInt(most + 1); j > 0; j--) {
                waits.add(random.nextInt(i));
            }
            before.add(waits);
        }
        return before;
    }

    /** Nested sequences and branches. */
    static List<Set<Integer>> seriesParallel(RandomGenerator random, int nodes) {
        List<Set<Integer>> before = new ArrayList<>();
        grow(random, nodes, new TreeSet<>(), before);
        return before;
    }

    /** Adds nodes that follow {@code entries}, and returns the last ones. */
    private static Set<Integer> grow(
            RandomGenerator random, int nodes, Set<Integer> entries, List<Set<Integer>> before) {
        if (nodes == 1) {
            before.add(new TreeSet<>(entries));
            return new TreeSet<>(List.of(before.size() - 1));
        }
        int first = 1 + random.nextInt(nodes - 1);
        if (random.nextBoolean()) {
            return grow(random, nodes - first, grow(random, first, entries, before), before);
        }
        Set<Integer> exits = grow(random, first, entries, before);
        exits.addAll(grow(random, nodes - first, entries, before));
        return exits;
    }

    /** A chain of nodes. */
    static List<Set<Integer>> chain(int nodes) {
        List<Set<Integer>> before = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            before.add(i == 0 ? new TreeSet<>() : new TreeSet<>(List.of(i - 1)));
        }
        return before;
    }

    /** One node, many nodes that wait for it, and one that waits for all of those. */
    static List<Set<Integer>> fan(int nodes) {
        List<Set<Integer>> before = new ArrayList<>();
        before.add(new TreeSet<>());
        Set<Integer> all = new TreeSet<>();
        for (int i = 1; i < nodes - 1; i++) {
            before.add(new TreeSet<>(List.of(0)));
            all.add(i);
        }
        before.add(all);
        return before;
    }

    /** Nested forks: each node is parallel to all later ones. */
    static List<Set<Integer>> nested(int depth) {
        List<Set<Integer>> before = new ArrayList<>();
        before.add(new TreeSet<>());
        int fork = 0;
        for (int i = 0; i < depth; i++) {
            before.add(new TreeSet<>(List.of(fork)));
            before.add(new TreeSet<>(List.of(fork)));
            fork = before.size() - 1;
        }
        return before;
    }

    /** A scope of calls in that order. */
    static Scope scope(List<Set<Integer>> before) {
        CallOptions options = new CallOptions(RetryPolicy.NONE, 60, 512, Optional.empty());
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            List<String> after =
                    before.get(i).stream().map(earlier -> "n" + earlier).toList();
            nodes.add(new Node.Call(
                    "n" + i, TASK, new Expr.RunInput(), options, after, Optional.empty(), "Test.java:" + i));
        }
        return new Scope(nodes, new Expr.Constant(NullNode.instance));
    }

    /** Returns for each node all its direct and indirect predecessors. */
    static BitSet[] closure(List<Set<Integer>> before) {
        BitSet[] closure = new BitSet[before.size()];
        for (int i = 0; i < closure.length; i++) {
            closure[i] = new BitSet();
            for (int earlier : before.get(i)) {
                closure[i].set(earlier);
                closure[i].or(closure[earlier]);
            }
        }
        return closure;
    }
}
