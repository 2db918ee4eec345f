package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Visits the started actions of a run by node and index, block by block. The width of a fan-out is the length of its
 * list, which is read. Not safe for use by several threads.
 */
public final class RunWalk {

    private final RunGraph graph;
    private final RunReader reader;
    private final String runId;
    /** The width of each fan-out at the parents that were visited last; visits are in order of the parents. */
    private final Map<String, Width> widths = new HashMap<>();

    /** The widths that cannot change, by fan-out and path of its list. */
    private final Map<String, Long> fixedWidths;

    /** True if no retry can follow a failure. */
    private final boolean ended;

    /** The width of a fan-out; empty if its list does not exist. */
    private record Width(List<Long> parents, Optional<Long> count) {}

    /** Visits partitions that may have records until it returns false. */
    interface BlockVisitor {
        /**
         * Visits one partition.
         *
         * @param size the number of actions that it has; for the last rounds of a loop an upper bound
         * @return false to stop the walk
         */
        boolean block(Vertex node, String partition, long size);
    }

    /** Visits blocks of actions until it returns false. */
    public interface Visitor {
        /**
         * Visits one block: at most {@link RecordKey#BLOCK} actions with consecutive indexes.
         *
         * @param parents the indexes of the actions without the last one
         * @param end the first index after the block; -1 outside any fan-out
         * @return false to stop the walk
         */
        boolean block(List<ActionRecord> records, List<Long> parents, long end);
    }

    /** Creates a walk through the records of a run that has not ended, or whose end does not matter. */
    public RunWalk(RunGraph graph, RunReader reader, String runId) {
        this(graph, reader, runId, false, new ConcurrentHashMap<>());
    }

    /** @param run its record, read before those of its actions: no retry follows a failure after its end */
    public RunWalk(RunGraph graph, RunReader reader, RunRecord run) {
        this(graph, reader, run, new ConcurrentHashMap<>());
    }

    /** @param fixedWidths a map for several threads: widths that earlier walks through the run have found, to which this one adds others */
    public RunWalk(RunGraph graph, RunReader reader, RunRecord run, Map<String, Long> fixedWidths) {
        this(graph, reader, run.id(), run.status().ended(), fixedWidths);
    }

    private RunWalk(RunGraph graph, RunReader reader, String runId, boolean ended, Map<String, Long> fixedWidths) {
        this.fixedWidths = fixedWidths;
        this.graph = graph;
        this.reader = reader;
        this.runId = runId;
        this.ended = ended;
    }

    /** Returns a record as counts, pictures and statistics have it: an action that waits for a retry is running. */
    ActionRecord counted(Vertex node, ActionRecord record) {
        return !ended && record.hasAttemptsLeft(node.attempts()) ? record.awaitingRetry() : record;
    }

    /** Visits every action. */
    public void forEach(Consumer<RunAction> visitor) {
        for (Vertex node : graph.nodes()) {
            boolean tolerated = tolerated(node);
            everyBlock(node, (records, parents, end) -> {
                records.forEach(record -> visitor.accept(action(node, record, parents, tolerated)));
                return true;
            });
        }
    }

    /** Creates an action from its record. */
    RunAction action(Vertex node, ActionRecord record, List<Long> parents, boolean tolerated) {
        List<Long> path = indexes(parents, record.key());
        return new RunAction(
                node.id(),
                joined(path),
                record,
                ended || record.isFinal() || record.attempts() >= node.attempts(),
                tolerated,
                InputLocation.of(graph, node, path),
                node.kind() == RunGraph.Kind.SUB_RUN && record.status() != ActionStatus.CACHED
                        ? Optional.of(RunIds.ofAction(node.runs(), runId, node.id(), joined(path)))
                        : Optional.empty());
    }

    /** Returns true if a node is in an attempt or in a fan-out that tolerates failures. */
    boolean tolerated(Vertex node) {
        return graph.isTolerated(node);
    }

    /**
     * Visits the actions of a call, beginning with one.
     *
     * @param from the indexes of the first action; empty for all actions
     * @return false if the visitor stopped the walk
     */
    boolean blocks(Vertex node, List<Long> from, Visitor visitor) {
        return !node.kind().hasActions()
                || locations(
                        node, List.of(), from, location -> read(node, location).accept(visitor));
    }

    /** Visits all actions of a call and reads several blocks in parallel. */
    public void everyBlock(Vertex node, Visitor visitor) {
        everyBlock(node, () -> true, visitor);
    }

    /** Visits the records of a partition. */
    interface PartitionVisitor {
        /** @param size the number of actions that the partition has */
        void partition(String partition, long size, List<ActionRecord> records, List<Long> parents);
    }

    /**
     * Visits the partitions of a call as {@link #everyBlock(Vertex, BooleanSupplier, Visitor)} does, without those that
     * {@code selected} leaves out, which are not read.
     */
    boolean everyBlock(Vertex node, Predicate<String> selected, BooleanSupplier proceed, PartitionVisitor visitor) {
        return everyBlock(node, location -> selected.test(partition(node, location)), proceed, block -> {
            RecordLocation at = block.location();
            visitor.partition(partition(node, at), at.size(), block.records(), at.parents());
        });
    }

    /**
     * Visits the actions of a call and reads several blocks in parallel, as long as {@code proceed} returns true.
     *
     * @return whether all were visited
     */
    boolean everyBlock(Vertex node, BooleanSupplier proceed, Visitor visitor) {
        return everyBlock(node, location -> true, proceed, block -> block.accept(visitor));
    }

    private boolean everyBlock(
            Vertex node, Predicate<RecordLocation> selected, BooleanSupplier proceed, Consumer<Block> visitor) {
        if (!node.kind().hasActions()) {
            return true;
        }
        ParallelRequests<Block> requests = new ParallelRequests<>(reader.executor(), visitor);
        boolean all = locations(node, List.of(), List.of(), location -> {
            if (!selected.test(location)) {
                return true;
            }
            boolean goes = proceed.getAsBoolean();
            if (goes) {
                requests.add(() -> read(node, location));
            }
            return goes;
        });
        requests.finish();
        return all;
    }

    /**
     * Visits the actions of a call in one pass through a scope around it, and reads several blocks in parallel.
     *
     * @param scope the indexes of the scope: the indexes of its actions begin with them
     */
    public void everyBlock(Vertex node, List<Long> scope, Visitor visitor) {
        if (graph.depth(node.id()) > scope.size()) {
            ParallelRequests<Block> requests =
                    new ParallelRequests<>(reader.executor(), block -> block.accept(visitor));
            locations(node, scope, List.of(), location -> {
                requests.add(() -> read(node, location));
                return true;
            });
            requests.finish();
            return;
        }
        List<Long> parents = scope.isEmpty() ? scope : scope.subList(0, scope.size() - 1);
        reader.action(runId, node.id(), scope)
                .filter(record -> !record.neverBegan())
                .ifPresent(record -> visitor.block(List.of(record), parents, -1));
    }

    /**
     * Visits every partition that may have actions of a call in one pass through a scope around it.
     *
     * @param scope the indexes of the scope, which has a fan-out or loop around the call
     */
    public void partitions(Vertex node, List<Long> scope, Consumer<String> visitor) {
        locations(node, scope, List.of(), location -> {
            visitor.accept(partition(node, location));
            return true;
        });
    }

    /**
     * Consecutive items of a fan-out.
     *
     * @param parents the indexes of the enclosing items
     * @param from the first item, the first of a block
     * @param to the item after the last one
     */
    record ItemRange(List<Long> parents, long from, long to) {}

    /** Visits blocks of a call in a fan-out, and reads several in parallel. */
    void someBlocks(Vertex node, List<ItemRange> ranges, Visitor visitor) {
        ParallelRequests<Block> requests = new ParallelRequests<>(reader.executor(), block -> block.accept(visitor));
        for (ItemRange range : ranges) {
            for (long block = range.from() / RecordKey.BLOCK; block * RecordKey.BLOCK < range.to(); block++) {
                RecordLocation location = new RecordLocation(range.parents(), block, range.from(), range.to());
                requests.add(() -> read(node, location));
            }
        }
        requests.finish();
    }

    /** Returns the number of items of the innermost fan-out around a node; 0 if its list does not exist. */
    long width(Vertex node, List<Long> parents) {
        List<String> fanOuts = graph.fanOuts(node.id());
        return width(fanOuts.get(fanOuts.size() - 1), parents);
    }

    /** Returns whether the innermost items around a node are rounds of a loop, whose number is known at its end only. */
    boolean grows(Vertex node) {
        List<String> fanOuts = graph.fanOuts(node.id());
        return !fanOuts.isEmpty() && isLoop(fanOuts.get(fanOuts.size() - 1));
    }

    /** Returns true if a node is a loop, whose number of rounds is not known before its end. */
    boolean isLoop(String fanOut) {
        return graph.node(fanOut).orElseThrow().kind() == RunGraph.Kind.REPEAT;
    }

    /**
     * Visits every partition that may have records of the run; those of a fan-out come before the partition of its
     * list, which has the width, and those of a loop before the partitions that have the number of rounds.
     *
     * @param visitor returns false to stop
     * @return false if the visitor stopped
     */
    public boolean partitions(Predicate<String> visitor) {
        return blocks((node, partition, size) -> visitor.test(partition));
    }

    /** Visits partitions as {@link #partitions(Predicate)} does, with the node and the number of actions of each. */
    boolean blocks(BlockVisitor visitor) {
        Set<String> states = graph.nodes().stream()
                .filter(node -> node.kind() == RunGraph.Kind.REPEAT)
                .map(RunWalk::state)
                .collect(Collectors.toSet());
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Vertex visited = graph.nodes().get(i);
            Vertex node = visited.kind() == RunGraph.Kind.REPEAT
                    ? graph.node(state(visited)).orElseThrow()
                    : visited;
            if (!states.contains(visited.id())
                    && node.kind().hasActions()
                    && !locations(
                            node,
                            List.of(),
                            List.of(),
                            location -> visitor.block(node, partition(node, location), location.size()))) {
                return false;
            }
        }
        return true;
    }

    private String partition(Vertex node, RecordLocation location) {
        return location.block() < 0
                ? RecordKey.of(runId, node.id(), location.parents()).partition()
                : RecordKey.block(runId, node.id(), location.parents(), location.block());
    }

    static List<Long> path(List<Long> parents, long index) {
        List<Long> path = new ArrayList<>(parents);
        path.add(index);
        return path;
    }

    /**
     * The location of records of a call: one block of a fan-out, or the only record.
     *
     * @param block -1 for the only record
     * @param first the first index to visit
     * @param width the width of the fan-out; the partition may have records of an earlier, longer list after it
     */
    private record RecordLocation(List<Long> parents, long block, long first, long width) {

        /** Returns the number of actions of the whole partition. */
        long size() {
            return block < 0 ? 1 : Math.min(RecordKey.BLOCK, width - block * RecordKey.BLOCK);
        }

        boolean has(ActionRecord record) {
            return index(record.key()) >= first && index(record.key()) < width && !record.neverBegan();
        }
    }

    /** The records at a location. */
    private record Block(RecordLocation location, List<ActionRecord> records) {

        boolean accept(Visitor visitor) {
            if (location.block() < 0) {
                return records.isEmpty() || visitor.block(records, location.parents(), -1);
            }
            return visitor.block(records, location.parents(), (location.block() + 1) * RecordKey.BLOCK);
        }
    }

    private Block read(Vertex node, RecordLocation location) {
        List<ActionRecord> records = location.block() < 0
                ? reader.action(runId, node.id(), location.parents()).stream()
                        .filter(record -> !record.neverBegan())
                        .toList()
                : reader.block(runId, node.id(), location.parents(), location.block()).stream()
                        .filter(location::has)
                        .toList();
        return new Block(location, records);
    }

    /** Visits the locations of a call by index until the visitor returns false. */
    private boolean locations(Vertex node, List<Long> at, List<Long> from, Predicate<RecordLocation> visitor) {
        List<String> fanOuts = graph.fanOuts(node.id());
        if (fanOuts.isEmpty()) {
            return visitor.test(new RecordLocation(at, -1, 0, 0));
        }
        int level = at.size();
        long width = width(fanOuts.get(level), at);
        long first = from.isEmpty() ? 0 : from.get(level);
        if (level < fanOuts.size() - 1) {
            for (long index = first; index < width; index++) {
                // For the indexes after the first one, all nested actions are visited.
                List<Long> rest = index == first ? from : List.of();
                if (!locations(node, path(at, index), rest, visitor)) {
                    return false;
                }
            }
            return true;
        }
        for (long block = first / RecordKey.BLOCK; block * RecordKey.BLOCK < width; block++) {
            if (!visitor.test(new RecordLocation(at, block, first, width))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the number of items of a fan-out, or the maximum number of rounds of a loop that can have begun.
     *
     * @param parents the indexes of the enclosing fan-outs
     * @return 0 if its list does not exist
     */
    public long width(String fanOut, List<Long> parents) {
        return knownWidth(fanOut, parents).orElse(0L);
    }

    /** Returns the number of items of a fan-out in all its lists that exist. */
    public long items(String fanOut) {
        List<String> chain = new ArrayList<>(graph.fanOuts(fanOut));
        chain.add(fanOut);
        return items(chain, List.of());
    }

    private long items(List<String> fanOuts, List<Long> at) {
        long width = width(fanOuts.get(at.size()), at);
        if (at.size() == fanOuts.size() - 1) {
            return width;
        }
        return LongStream.range(0, width)
                .map(index -> items(fanOuts, path(at, index)))
                .sum();
    }

    /** As {@link #width(String, List)}, but returns empty if the list does not exist. */
    Optional<Long> knownWidth(String fanOut, List<Long> parents) {
        Width known = widths.get(fanOut);
        if (known == null || !known.parents().equals(parents)) {
            known = new Width(List.copyOf(parents), newWidth(fanOut, parents));
            widths.put(fanOut, known);
        }
        return known.count();
    }

    /** Returns the call that every round of a loop has. */
    private static String state(Vertex repeat) {
        return repeat.input().get(0).node();
    }

    private Optional<Long> newWidth(String fanOut, List<Long> parents) {
        Vertex node = graph.node(fanOut).orElseThrow();
        if (node.kind() == RunGraph.Kind.REPEAT) {
            return Optional.of(1 + reader.rounds(runId, state(node), parents));
        }
        List<Long> path = ofList(fanOut, parents);
        String at = fanOut + "\n" + joined(path);
        Long fixed = fixedWidths.get(at);
        if (fixed != null) {
            return Optional.of(fixed);
        }
        Optional<Long> width = reader.width(runId, graph.inspectedNode(fanOut), path);
        width.filter(count -> count > 0).ifPresent(count -> fixedWidths.put(at, count));
        return width;
    }

    /** Returns the indexes of a list: the path of a list in an enclosing scope has only the indexes of that scope. */
    private List<Long> ofList(String fanOut, List<Long> parents) {
        return parents.subList(0, graph.depth(graph.inspectedNode(fanOut)));
    }

    /**
     * Returns the widths of a fan-out below several items, and reads several lists in parallel, each once.
     *
     * @param parents the indexes of the items
     */
    List<Optional<Long>> knownWidths(String fanOut, List<List<Long>> parents) {
        boolean isLoop = isLoop(fanOut);
        Map<List<Long>, Optional<Long>> known = new HashMap<>();
        ParallelRequests<Width> requests =
                new ParallelRequests<>(reader.executor(), width -> known.put(width.parents(), width.count()));
        parents.stream()
                .map(path -> isLoop ? path : ofList(fanOut, path))
                .distinct()
                .forEach(path -> requests.add(() -> new Width(path, newWidth(fanOut, path))));
        requests.finish();
        return parents.stream()
                .map(path -> Objects.requireNonNull(known.get(isLoop ? path : ofList(fanOut, path))))
                .toList();
    }

    /** Returns the fan-outs and loops around a node, outermost first. */
    List<String> fanOuts(Vertex node) {
        return graph.fanOuts(node.id());
    }

    /** Returns the last index of an action in a fan-out. */
    public static long index(RecordKey key) {
        return Long.parseLong(key.sort());
    }

    /** Returns the indexes of an action. */
    public static List<Long> indexes(List<Long> parents, RecordKey key) {
        return key.sort().equals(RecordKey.SINGLE) ? parents : path(parents, index(key));
    }

    public static String joined(List<Long> path) {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
