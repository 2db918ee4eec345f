package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds the mode in which each fan-out of a run runs. A state machine runs an inline Map if the payload contains the
 * list, and a Distributed Map if the list is an object in the store, so the existence of this object determines the mode.
 * A process remembers the modes that cannot change. Safe for use by several threads.
 */
public final class FanOutModes {

    /** The maximum number of records that are read to find the modes of a nested fan-out. */
    static final int MOST_READS = 50;

    /** The maximum number of runs whose modes are remembered. */
    private static final int RUNS = 64;

    private final PayloadStore payloads;
    private final RunReader reader;
    private final Map<String, Map<String, Set<Mode>>> known = CountedBlocks.latest(RUNS);

    /** The mode of a Map. */
    public enum Mode {
        /** An inline Map. */
        INLINE("inline"),
        /** A Distributed Map. */
        DISTRIBUTED("distributed");

        private final String code;

        Mode(String code) {
            this.code = code;
        }

        /** Returns the name in the run API. */
        public String code() {
            return code;
        }
    }

    public FanOutModes(PayloadStore payloads, RunReader reader) {
        this.payloads = payloads;
        this.reader = reader;
    }

    /**
     * Returns the modes of the fan-outs that have a list with items, by the name of the fan-out and in the order of the
     * graph. A nested fan-out has a list for each enclosing item, which can have different modes. Of those lists, the first
     * ones are examined, until both modes are found or {@value #MOST_READS} records have been read.
     */
    public Map<String, Set<Mode>> of(RunRecord run, RunGraph graph) {
        Map<String, Set<Mode>> remembered = remembered(run);
        Map<String, Set<Mode>> modes = new LinkedHashMap<>();
        for (Vertex fanOut : graph.nodes()) {
            if (fanOut.kind() == RunGraph.Kind.FAN_OUT) {
                Set<Mode> found = remembered.get(fanOut.id());
                if (found == null) {
                    Search search = new Search(run.id(), graph, fanOut.id());
                    found = search.modes();
                    if (search.isComplete() || run.status().ended()) {
                        remembered.put(fanOut.id(), found);
                    }
                }
                if (!found.isEmpty()) {
                    modes.put(fanOut.id(), found);
                }
            }
        }
        return modes;
    }

    /** Forgets the modes of a run. */
    public synchronized void forget(RunRecord run) {
        known.remove(CountedBlocks.key(run));
    }

    private synchronized Map<String, Set<Mode>> remembered(RunRecord run) {
        return known.computeIfAbsent(CountedBlocks.key(run), key -> new ConcurrentHashMap<>());
    }

    /** A search for the modes of one fan-out. */
    private final class Search {
        private final Set<Mode> modes = EnumSet.noneOf(Mode.class);
        private final String runId;
        private final String list;
        private final RunWalk walk;
        /** The fan-outs and loops around the list, outermost first. */
        private final List<String> around;

        private int reads;

        Search(String runId, RunGraph graph, String fanOut) {
            this.runId = runId;
            this.list = graph.inspectedNode(fanOut);
            this.walk = new RunWalk(graph, reader, runId);
            this.around = graph.fanOuts(list);
        }

        Set<Mode> modes() {
            examine(List.of());
            return Collections.unmodifiableSet(modes);
        }

        /** Returns whether no other list can have another mode. */
        boolean isComplete() {
            return modes.size() == (around.isEmpty() ? 1 : Mode.values().length);
        }

        private void examine(List<Long> path) {
            reads++;
            if (path.size() == around.size()) {
                reader.action(runId, list, path)
                        .flatMap(record -> record.stored().flatMap(stored -> mode(path, record.order(), stored)))
                        .ifPresent(modes::add);
                return;
            }
            long width = walk.width(around.get(path.size()), path);
            for (long index = 0; index < width && !isComplete() && reads < MOST_READS; index++) {
                examine(RunWalk.path(path, index));
            }
        }

        /** Returns the mode for a list; empty if the list has no items. */
        private Optional<Mode> mode(List<Long> path, long order, StoredResult stored) {
            String object = PayloadKeys.items(runId, list, path, order);
            try (Stream<PayloadStore.Payload> found = payloads.list(object)) {
                if (found.findAny().isPresent()) {
                    return Optional.of(Mode.DISTRIBUTED);
                }
            }
            return reader.elements(stored) > 0 ? Optional.of(Mode.INLINE) : Optional.empty();
        }
    }
}
