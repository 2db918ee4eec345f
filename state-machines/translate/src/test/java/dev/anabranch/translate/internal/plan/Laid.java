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
 * A layout beside what was asked for.
 *
 * @param barriers the barriers that it reports
 * @param missing waits that were asked for and that the layout lacks, and nodes that it lacks or has twice
 * @param added waits of the layout that nobody asked for
 */
record Laid(List<Barrier> barriers, Set<String> missing, Set<String> added) {

    static Laid out(List<Set<Integer>> before) {
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

    /** As if each node waited for all nodes that have fewer before them. */
    static Laid inLayers(List<Set<Integer>> before) {
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

    /** What laying out takes of a processor's time, whatever else the machine does. */
    static Duration time(List<Set<Integer>> before) {
        Scope scope = RandomOrders.scope(before);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        OrderPlanner.of(scope, new ArrayList<>());
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    }

    /** Adds what waits for what in a shape, and returns the nodes in it. */
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

    private static Laid compare(
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
        return new Laid(barriers, missing, added);
    }
}
