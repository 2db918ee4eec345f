package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Kind;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Walks the actions that a run has started, node by node, those of a fan-out in the order of their indexes and block by block.
 * How wide a fan-out is, is read from the list that it walked.
 */
public final class RunWalk {

    private final RunGraph graph;
    private final RunReader reader;
    private final String runId;
    /** The width of a fan-out where it was last asked for: walks go in order. */
    private final Map<String, Width> widths = new HashMap<>();

    private record Width(List<Long> parents, long count) {}

    /** Is shown actions until it has seen enough. */
    public interface Visitor {
        /**
         * One block of actions: of consecutive indexes, at most {@link RecordKey#BLOCK}.
         *
         * @param parents the indexes of the enclosing fan-outs but the last
         * @param end the first index after the block; -1 outside any fan-out
         * @return false where no more are wanted
         */
        boolean block(List<ActionRecord> records, List<Long> parents, long end);
    }

    public RunWalk(RunGraph graph, RunReader reader, String runId) {
        this.graph = graph;
        this.reader = reader;
        this.runId = runId;
    }

    /** Shows every action. */
    public void forEach(Consumer<RunAction> seen) {
        for (Vertex node : graph.nodes()) {
            boolean tolerated = tolerated(node);
            everyBlock(node, (records, parents, end) -> {
                records.forEach(record -> seen.accept(action(node, record, parents, tolerated)));
                return true;
            });
        }
    }

    /** An action as others see it. */
    RunAction action(Vertex node, ActionRecord record, List<Long> parents, boolean tolerated) {
        List<Long> path = indexes(parents, record.key());
        return new RunAction(
                node.id(),
                joined(path),
                record,
                record.isFinal() || record.attempts() >= node.attempts(),
                tolerated,
                InputPlace.of(graph, node, path));
    }

    /** True where a node is in a fan-out whose items may fail. */
    boolean tolerated(Vertex node) {
        return graph.fanOuts(node.id()).stream()
                .anyMatch(fanOut -> graph.node(fanOut).map(Vertex::tolerant).orElse(false));
    }

    /**
     * Shows the actions of a call, from one on.
     *
     * @param from the indexes of the first; empty for all
     * @return false where the visitor wanted no more
     */
    boolean blocks(Vertex node, List<Long> from, Visitor visitor) {
        return node.kind() != Kind.CALL
                || places(node, List.of(), from, place -> read(node, place).shownTo(visitor));
    }

    /** Shows all actions of a call, of which several blocks are read at a time. */
    public void everyBlock(Vertex node, Visitor visitor) {
        if (node.kind() == Kind.CALL) {
            ParallelRequests<Block> requests =
                    new ParallelRequests<>(reader.executor(), block -> block.shownTo(visitor));
            places(node, List.of(), List.of(), place -> {
                requests.add(() -> read(node, place));
                return true;
            });
            requests.finish();
        }
    }

    /**
     * Names every partition that may have records of the run; those of a fan-out before that of its list, which says how many.
     *
     * @param seen returns false where no more are wanted
     * @return false where that was so
     */
    public boolean partitions(Predicate<String> seen) {
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Vertex node = graph.nodes().get(i);
            if (node.kind() == Kind.CALL
                    && !places(node, List.of(), List.of(), place -> seen.test(partition(node, place)))) {
                return false;
            }
        }
        return true;
    }

    private String partition(Vertex node, Place place) {
        return place.block() < 0
                ? RecordKey.of(runId, node.id(), place.parents()).partition()
                : RecordKey.block(runId, node.id(), place.parents(), place.block());
    }

    static List<Long> path(List<Long> parents, long index) {
        List<Long> path = new ArrayList<>(parents);
        path.add(index);
        return path;
    }

    /**
     * Where actions of a call are: one block of those in a fan-out, or the only one.
     *
     * @param block -1 for the only one
     * @param first the first index of the block that is wanted
     * @param width of the fan-out; there may be records of an earlier, longer list behind it
     */
    private record Place(List<Long> parents, long block, long first, long width) {

        boolean has(ActionRecord record) {
            return index(record.key()) >= first && index(record.key()) < width && !record.neverBegan();
        }
    }

    /** The records at a place. */
    private record Block(Place place, List<ActionRecord> records) {

        boolean shownTo(Visitor visitor) {
            if (place.block() < 0) {
                return records.isEmpty() || visitor.block(records, place.parents(), -1);
            }
            return visitor.block(records, place.parents(), (place.block() + 1) * RecordKey.BLOCK);
        }
    }

    private Block read(Vertex node, Place place) {
        List<ActionRecord> records = place.block() < 0
                ? reader.action(runId, node.id(), place.parents()).stream()
                        .filter(record -> !record.neverBegan())
                        .toList()
                : reader.block(runId, node.id(), place.parents(), place.block()).stream()
                        .filter(place::has)
                        .toList();
        return new Block(place, records);
    }

    /** Goes through the places of a call in the order of their indexes, until one is enough. */
    private boolean places(Vertex node, List<Long> at, List<Long> from, Predicate<Place> seen) {
        List<String> fanOuts = graph.fanOuts(node.id());
        if (fanOuts.isEmpty()) {
            return seen.test(new Place(at, -1, 0, 0));
        }
        int level = at.size();
        long width = width(fanOuts.get(level), at);
        long first = from.isEmpty() ? 0 : from.get(level);
        if (level < fanOuts.size() - 1) {
            for (long index = first; index < width; index++) {
                // Below an index after the first one, everything is wanted.
                List<Long> rest = index == first ? from : List.of();
                if (!places(node, path(at, index), rest, seen)) {
                    return false;
                }
            }
            return true;
        }
        for (long block = first / RecordKey.BLOCK; block * RecordKey.BLOCK < width; block++) {
            if (!seen.test(new Place(at, block, first, width))) {
                return false;
            }
        }
        return true;
    }

    /**
     * How many items a fan-out has.
     *
     * @param parents the indexes of the fan-outs around it
     * @return 0 where its list is not there
     */
    public long width(String fanOut, List<Long> parents) {
        Width known = widths.get(fanOut);
        if (known == null || !known.parents().equals(parents)) {
            String list = graph.inspected(fanOut);
            // A list from an enclosing scope has the path of that scope.
            List<Long> path = parents.subList(0, graph.depth(list));
            known = new Width(List.copyOf(parents), reader.width(runId, list, path));
            widths.put(fanOut, known);
        }
        return known.count();
    }

    /** The last index of an action inside a fan-out. */
    public static long index(RecordKey key) {
        return Long.parseLong(key.sort());
    }

    /** The indexes of an action. */
    static List<Long> indexes(List<Long> parents, RecordKey key) {
        return key.sort().equals(RecordKey.SINGLE) ? parents : path(parents, index(key));
    }

    public static String joined(List<Long> path) {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
