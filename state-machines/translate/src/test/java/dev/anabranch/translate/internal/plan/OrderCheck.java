package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Scope;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares a layout with the dependencies that it was created for.
 *
 * @param barriers the barriers that the layout reports
 * @param missing dependencies that the layout lacks, and nodes that it lacks or has twice
 * @param added waits of the layout that are not dependencies
 */
record OrderCheck(List<Barrier> barriers, Set<String> missing, Set<String> added) {

    static OrderCheck of(List<Set<Integer>> before) {
        List<Barrier> barriers = new ArrayList<>();
        ExecutionOrder shape = OrderPlanner.of(RandomOrders.scope(before), barriers);
        Set<String> waits = new HashSet<>();
        Set<String> missing = new HashSet<>();
        List<String> nodes = waits(shape, waits);
        for (int i = 0; i < before.size(); i++) {
            missing.add("n" + i);
        }
        nodes.stream().filter(node -> !missing.remove(node)).toList().forEach(twice -> missing.add("again " + twice));
        return compare(before, barriers, waits, missing);
    }

    /**
     * Returns the comparison for a layout in layers, in which each node waits for all nodes with fewer predecessors.
     */
    static OrderCheck ofLayers(List<Set<Integer>> before) {
        int[] layer = new int[before.size()];
        Set<String> waits = new HashSet<>();
        for (int i = 0; i < layer.length; i++) {
            for (int earlier : before.get(i)) {
                layer[i] = Math.max(layer[i], layer[earlier] + 1);
            }
        }
        for (int i = 0; i < layer.length; i++) {
            for (int j = 0; j < layer.length; j++) {
                if (layer[j] < layer[i]) {
                    waits.add("n" + j + " > n" + i);
                }
            }
        }
        return compare(before, List.of(), waits, new HashSet<>());
    }

    /** Returns the CPU time of the layout, which does not depend on the load of the machine. */
    static Duration time(List<Set<Integer>> before) {
        Scope scope = RandomOrders.scope(before);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        OrderPlanner.of(scope, new ArrayList<>());
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    }

    /** Adds the waits of an order, and returns its nodes. */
    private static List<String> waits(ExecutionOrder shape, Set<String> into) {
        if (shape instanceof ExecutionOrder.Step step) {
            return List.of(step.node().id());
        }
        List<String> nodes = new ArrayList<>();
        if (shape instanceof ExecutionOrder.InParallel sideBySide) {
            sideBySide.branches().forEach(branch -> nodes.addAll(waits(branch, into)));
        } else if (shape instanceof ExecutionOrder.InSequence inOrder) {
            for (ExecutionOrder part : inOrder.parts()) {
                List<String> later = waits(part, into);
                nodes.forEach(first -> later.forEach(then -> into.add(first + " > " + then)));
                nodes.addAll(later);
            }
        }
        return nodes;
    }

    private static OrderCheck compare(
            List<Set<Integer>> before, List<Barrier> barriers, Set<String> waits, Set<String> missing) {
        BitSet[] asked = RandomOrders.closure(before);
        Set<String> added = new HashSet<>(waits);
        for (int i = 0; i < asked.length; i++) {
            for (int earlier : asked[i].stream().toArray()) {
                String wait = "n" + earlier + " > n" + i;
                if (!added.remove(wait)) {
                    missing.add(wait);
                }
            }
        }
        return new OrderCheck(barriers, missing, added);
    }
}
