package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.record.NodeCounts;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the mode in which each fan-out of a run was run. Its state machine has an inline Map for a list that is in a
 * payload, and a Distributed Map for one in the store, so the object of the list tells the mode. A process remembers the
 * modes that cannot change. Safe for use by several threads.
 */
public final class FanOutModes {

    /** The maximum number of objects that are listed for a nested fan-out: one request to S3. */
    private static final int MOST_OBJECTS = 1_000;

    /** The maximum number of lists of a nested fan-out that are read to find one that was run inline. */
    private static final int MOST_LISTS = 100;

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
     * Returns the modes of the fan-outs of which an action has started, by the name of the fan-out and in the order of the
     * graph. The lists of a nested fan-out can have both modes; of those, only the first are looked at.
     *
     * @param tally the current counts of the run
     */
    public Map<String, Set<Mode>> of(RunRecord run, Supplier<RunGraph> graph, RunTally tally) {
        Set<String> started = tally.nodes().stream()
                .filter(node -> node.started() > 0)
                .map(NodeCounts::node)
                .collect(Collectors.toSet());
        Map<String, Set<Mode>> remembered = remembered(run);
        Map<String, Set<Mode>> modes = new LinkedHashMap<>();
        RunGraph nodes = graph.get();
        RunWalk walk = new RunWalk(nodes, reader, run.id());
        for (Vertex fanOut : nodes.nodes()) {
            if (fanOut.kind() == RunGraph.Kind.FAN_OUT
                    && started.stream().anyMatch(node -> nodes.isInside(node, fanOut.id()))) {
                Set<Mode> found = remembered.get(fanOut.id());
                if (found == null) {
                    String list = nodes.inspectedNode(fanOut.id());
                    boolean isNested = nodes.depth(list) > 0;
                    found = isNested ? ofLists(walk, run.id(), fanOut.id(), list) : Set.of(ofList(run.id(), list));
                    if (!isNested
                            || found.size() == Mode.values().length
                            || run.status().ended()) {
                        remembered.put(fanOut.id(), found);
                    }
                }
                modes.put(fanOut.id(), found);
            }
        }
        return modes;
    }

    private synchronized Map<String, Set<Mode>> remembered(RunRecord run) {
        return known.computeIfAbsent(CountedBlocks.key(run), key -> new ConcurrentHashMap<>());
    }

    private Mode ofList(String runId, String list) {
        try (Stream<String> objects = objects(runId, list)) {
            return objects.anyMatch(PayloadKeys::isItems) ? Mode.DISTRIBUTED : Mode.INLINE;
        }
    }

    private Set<Mode> ofLists(RunWalk walk, String runId, String fanOut, String list) {
        Set<String> distributed;
        try (Stream<String> objects = objects(runId, list)) {
            distributed =
                    objects.limit(MOST_OBJECTS).filter(PayloadKeys::isItems).collect(Collectors.toSet());
        }
        Set<Mode> modes = EnumSet.noneOf(Mode.class);
        if (!distributed.isEmpty()) {
            modes.add(Mode.DISTRIBUTED);
        }
        int[] left = {MOST_LISTS};
        walk.lists(fanOut, (path, width) -> {
            left[0]--;
            String results = PayloadKeys.results(runId, list, path);
            boolean isInline = width > 0 && distributed.stream().noneMatch(key -> key.startsWith(results));
            if (isInline) {
                modes.add(Mode.INLINE);
            }
            return !isInline && left[0] > 0;
        });
        return modes;
    }

    private Stream<String> objects(String runId, String list) {
        return payloads.list(PayloadKeys.results(runId, list)).map(PayloadStore.Payload::key);
    }
}
