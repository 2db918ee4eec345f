package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.record.RunRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The summary of the blocks of a node that cannot change, so that following a node reads each record about once. Callers
 * synchronize on the object.
 */
public final class SettledSummary {

    private final Set<String> partitions = new HashSet<>();
    private final NodeSummary sum = new NodeSummary();

    private SettledSummary() {}

    boolean has(String partition) {
        return partitions.contains(partition);
    }

    boolean isEmpty() {
        return partitions.isEmpty();
    }

    void add(String partition, NodeSummary block) {
        partitions.add(partition);
        sum.add(block);
    }

    NodeSummary sum() {
        return sum;
    }

    /**
     * What a process remembers of the latest runs: for a node of a million actions 4,000 names of partitions, some 0.5 MB.
     * Safe for use by several threads.
     */
    public static final class OfRuns {

        /** The maximum number of runs. */
        private static final int RUNS = 16;

        private final Map<String, OfRun> runs = CountedBlocks.latest(RUNS);

        /** Returns what is remembered of a run. A run that was deleted and another with its id differ in their start. */
        public synchronized OfRun of(RunRecord run) {
            return runs.computeIfAbsent(CountedBlocks.key(run), key -> new OfRun());
        }

        /** Forgets a run. */
        public synchronized void forget(RunRecord run) {
            runs.remove(CountedBlocks.key(run));
        }
    }

    /** What a process remembers of one run. Safe for use by several threads. */
    public static final class OfRun {
        private final Map<String, SettledSummary> nodes = new HashMap<>();
        private final Map<String, Long> widths = new ConcurrentHashMap<>();

        private OfRun() {}

        /** Returns what is remembered of a node. */
        public synchronized SettledSummary of(String node) {
            return nodes.computeIfAbsent(node, name -> new SettledSummary());
        }

        /** Returns the widths of fan-outs that cannot change, which {@link RunWalk} completes. */
        public Map<String, Long> widths() {
            return widths;
        }
    }
}
