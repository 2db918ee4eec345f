package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.action.RunWalk.ItemRange;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The items of a nested fan-out as rows in a compact form: a row has the items below one item of the fan-out around it.
 *
 * @param count the number of rows, if it is known without reading their lists: in two fan-outs
 * @param rows consecutive rows
 * @param next the indexes of the item to continue with; empty at the end
 * @param settled true if a later read without a rerun cannot differ
 */
public record ItemRows(Optional<Long> count, List<Row> rows, Optional<List<Long>> next, boolean settled) {

    /** The maximum number of rows in a response. */
    public static final int MOST = 100;

    /** Copies the list. */
    public ItemRows {
        rows = List.copyOf(rows);
    }

    /**
     * Consecutive items below one item.
     *
     * @param path the indexes of that item; fewer if the list of the items there does not exist or is empty
     * @param label the labels of that item; empty if it has none, or if none of the items below it has begun
     * @param width the number of items; empty if their list does not exist
     * @param from the first item
     * @param to the item after the last one
     * @param states as {@link ItemStates#states}
     * @param durations as {@link ItemStates#durations}
     * @param settled true if none of the items can change without a rerun and none can follow
     */
    public record Row(
            List<Long> path,
            String label,
            Optional<Long> width,
            long from,
            long to,
            String states,
            String durations,
            boolean settled) {

        /** Copies the list. */
        public Row {
            path = List.copyOf(path);
        }
    }

    /**
     * Reads rows in parallel requests: at most {@link ItemStates#BLOCKS} blocks, where a row has at least one.
     *
     * @param node a call in at least two fan-outs
     * @param from the indexes of the first item; missing ones are 0
     * @param limit the maximum number of rows
     */
    public static ItemRows read(RunWalk walk, Vertex node, List<Long> from, int limit) {
        return new Reader(walk, node).read(from, limit);
    }

    private static final class Reader {

        private final RunWalk walk;
        private final Vertex node;
        private final List<String> fanOuts;
        /** The fan-out of the items in a row. */
        private final String innermost;
        /** The number of indexes of a row. */
        private final int depth;

        private final Map<List<Long>, ItemLetters> letters = new HashMap<>();
        private final Map<List<Long>, String> labels = new HashMap<>();

        Reader(RunWalk walk, Vertex node) {
            this.walk = walk;
            this.node = node;
            fanOuts = walk.fanOuts(node);
            depth = fanOuts.size() - 1;
            innermost = fanOuts.get(depth);
        }

        ItemRows read(List<Long> from, int limit) {
            List<Long> start = new ArrayList<>(from.subList(0, Math.min(from.size(), depth)));
            start.addAll(Collections.nCopies(depth - start.size(), 0L));
            long item = from.size() > depth ? from.get(depth) - from.get(depth) % RecordKey.BLOCK : 0;
            Optional<List<Long>> next = row(start);
            // A row that does not exist has no first item.
            long first = next.filter(start::equals).isPresent() ? item : 0;
            List<ItemRange> ranges = new ArrayList<>();
            List<Optional<Long>> widths = new ArrayList<>();
            int left = ItemStates.BLOCKS;
            while (left > 0 && ranges.size() < limit && next.isPresent()) {
                // The lists of a few rows are read in parallel, and few in vain if the first rows are wide.
                List<List<Long>> some = new ArrayList<>();
                while (next.isPresent()
                        && some.size() < Math.min(Math.min(left, limit - ranges.size()), ParallelRequests.AHEAD)) {
                    some.add(next.get());
                    next = after(next.get());
                }
                List<Optional<Long>> lists = widths(some);
                for (int i = 0; i < some.size(); i++) {
                    long width = lists.get(i).orElse(0L);
                    long begin = Math.min(first, width);
                    first = 0;
                    long end = Math.min(width, begin + (long) left * RecordKey.BLOCK);
                    left -= (int) Math.max(1, (end - begin + RecordKey.BLOCK - 1) / RecordKey.BLOCK);
                    ranges.add(new ItemRange(some.get(i), begin, end));
                    widths.add(lists.get(i));
                    if (end < width) {
                        next = Optional.of(RunWalk.path(some.get(i), end));
                        break;
                    }
                    if (left == 0) {
                        next = i + 1 < some.size() ? Optional.of(some.get(i + 1)) : next;
                        break;
                    }
                }
            }
            List<Row> rows = rows(ranges, widths);
            return new ItemRows(
                    depth == 1 ? walk.knownWidth(fanOuts.get(0), List.of()) : Optional.empty(),
                    rows,
                    next,
                    !rows.isEmpty()
                            && rows.stream().allMatch(Row::settled)
                            && fanOuts.stream().noneMatch(walk::isLoop));
        }

        private List<Row> rows(List<ItemRange> ranges, List<Optional<Long>> widths) {
            ranges.forEach(range -> letters.put(range.parents(), new ItemLetters(node, range.from(), range.to())));
            walk.someBlocks(node, ranges, (records, parents, end) -> {
                records.forEach(record -> add(record, parents));
                return true;
            });
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < ranges.size(); i++) {
                ItemRange range = ranges.get(i);
                ItemLetters read = Objects.requireNonNull(letters.get(range.parents()));
                rows.add(new Row(
                        range.parents(),
                        labels.getOrDefault(range.parents(), ""),
                        widths.get(i),
                        range.from(),
                        range.to(),
                        read.states(),
                        read.durations(),
                        widths.get(i).isPresent() && read.settled() && !walk.grows(node)));
            }
            return rows;
        }

        private void add(ActionRecord record, List<Long> parents) {
            Objects.requireNonNull(letters.get(parents)).add(walk.counted(node, record));
            List<String> levels = record.labels().levels();
            if (levels.size() > depth) {
                labels.putIfAbsent(parents, new ItemLabels(levels.subList(0, depth)).name());
            }
        }

        private List<Optional<Long>> widths(List<List<Long>> rows) {
            List<List<Long>> whole =
                    rows.stream().filter(row -> row.size() == depth).toList();
            List<Optional<Long>> read = new ArrayList<>(walk.knownWidths(innermost, whole));
            List<Optional<Long>> widths = new ArrayList<>();
            for (List<Long> row : rows) {
                widths.add(row.size() == depth ? read.remove(0) : walk.knownWidth(fanOuts.get(row.size()), row));
            }
            return widths;
        }

        /** Returns the row after another one. */
        private Optional<List<Long>> after(List<Long> row) {
            List<Long> next = new ArrayList<>(row);
            int last = row.size() - 1;
            next.set(last, row.get(last) + 1);
            next.addAll(Collections.nCopies(depth - row.size(), 0L));
            return row(next);
        }

        /** Returns the first row that begins at indexes or follows them. */
        private Optional<List<Long>> row(List<Long> indexes) {
            List<Long> at = new ArrayList<>(indexes);
            int level = 0;
            while (level < depth) {
                long width = walk.width(fanOuts.get(level), List.copyOf(at.subList(0, level)));
                if (at.get(level) < width) {
                    level++;
                } else if (level == 0) {
                    return Optional.empty();
                } else if (width == 0) {
                    return Optional.of(List.copyOf(at.subList(0, level)));
                } else {
                    level--;
                    at.set(level, at.get(level) + 1);
                    for (int inner = level + 1; inner < depth; inner++) {
                        at.set(inner, 0L);
                    }
                }
            }
            return Optional.of(List.copyOf(at));
        }
    }
}
