package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.record.BlockCounts;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a process has already counted of the latest runs, so that following a run reads each record about once: the blocks
 * none of whose actions can change, the widths of fan-outs, and final tallies. It is lost with the process. Safe for use
 * by several threads.
 */
final class CountedBlocks {

    /** The maximum number of runs of which blocks are remembered: a run of a million actions has 4,000, about 1 MB. */
    private static final int RUNS = 64;

    /** The maximum number of final tallies. */
    private static final int TALLIES = 1_000;

    private final Map<String, OfRun> runs = latest(RUNS);
    private final Map<String, RunTally> tallies = latest(TALLIES);

    /** What is remembered of one run. */
    static final class OfRun {
        private final Map<String, BlockCounts> settled = new ConcurrentHashMap<>();
        private final Map<String, Long> widths = new ConcurrentHashMap<>();
        private @Nullable RunGraph graph;
        private boolean isFinal;

        /**
         * Forgets blocks with failed actions, once: a late delivery may have computed such an action again before no
         * attempt of the run could write.
         */
        synchronized void beginFinalCount() {
            if (!isFinal) {
                settled.values().removeIf(counts -> counts.count(ActionStatus.FAILED) > 0);
                isFinal = true;
            }
        }

        synchronized RunGraph graph(Supplier<RunGraph> read) {
            RunGraph known = graph == null ? read.get() : graph;
            graph = known;
            return known;
        }

        /** Returns the widths of fan-outs that cannot change, which {@link RunWalk} completes. */
        Map<String, Long> widths() {
            return widths;
        }

        Optional<BlockCounts> settled(String partition) {
            return Optional.ofNullable(settled.get(partition));
        }

        /**
         * Remembers the counts of a partition if they cannot change.
         *
         * @param size the number of actions that the partition has
         */
        void remember(String partition, Vertex node, long size, BlockCounts counts) {
            if (counts.total() == size && counts.isSettled(node.attempts())) {
                settled.put(partition, counts);
            }
        }
    }

    synchronized OfRun of(RunRecord run) {
        return runs.computeIfAbsent(key(run), key -> new OfRun());
    }

    synchronized Optional<RunTally> tally(RunRecord run) {
        return Optional.ofNullable(tallies.get(key(run)));
    }

    /** Remembers a final tally. */
    synchronized void put(RunRecord run, RunTally tally) {
        tallies.put(key(run), tally);
        runs.remove(key(run));
    }

    synchronized void forget(RunRecord run) {
        tallies.remove(key(run));
        runs.remove(key(run));
    }

    /** A run that was deleted and another with its id differ in the time of their start. */
    static String key(RunRecord run) {
        return run.started().toEpochMilli() + " " + run.id();
    }

    /** Returns a map that keeps the entries that were used last. */
    static <V> Map<String, V> latest(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }
}
