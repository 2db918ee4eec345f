package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.PathSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lists the actions of a node as they complete, each once. Times are not used, because the clocks of functions differ
 * and a record can be written late. Instead, the cursor contains the ranges of indexes that have been listed, which are
 * few if actions complete roughly in order. It has at most {@value #RANGES} ranges; actions that would exceed this are
 * listed later, at the latest in the final pass after the end of the run, which goes through the remaining actions by
 * index.
 *
 * <p>A page reads a bounded number of blocks, as in {@link ActionPages}. The next page continues after them, and starts
 * over after the last block.
 */
public final class CompletedPages {

    static final int RANGES = 200;
    private static final int BLOCKS = 40;

    private final RunWalk walk;
    private final Vertex node;
    private final int depth;
    private final int limit;
    private final boolean ended;
    private final Position position;
    private final List<RunAction> found = new ArrayList<>();
    private int blocks;
    private List<Long> next = List.of();

    private CompletedPages(RunWalk walk, Vertex node, int depth, int limit, boolean ended, Position position) {
        this.walk = walk;
        this.node = node;
        this.depth = depth;
        this.limit = limit;
        this.ended = ended;
        this.position = position;
    }

    /**
     * Returns one page.
     *
     * @param ended true if the run has ended; it must be read before the records
     */
    public static RunPage<RunAction> page(
            RunGraph graph, RunWalk walk, String node, Optional<String> cursor, int limit, boolean ended) {
        Vertex vertex = graph.node(node).orElseThrow();
        int depth = graph.depth(node);
        Position position = cursor.map(text -> Position.parse(text, depth)).orElseGet(Position::new);
        return new CompletedPages(walk, vertex, depth, limit, ended, position).page();
    }

    private RunPage<RunAction> page() {
        // The end of the run starts the final pass over all blocks.
        List<Long> from = ended && !position.finalPass ? List.of() : position.next;
        from = from.isEmpty() ? position.firstGap(depth) : from;
        boolean through = walk.blocks(node, from, this::block);
        if (through && ended) {
            return new RunPage<>(found, Optional.empty());
        }
        position.finalPass = ended;
        position.next = through ? List.of() : next;
        return new RunPage<>(found, Optional.of(position.text()));
    }

    private boolean block(List<ActionRecord> records, List<Long> parents, long end) {
        boolean tolerated = walk.tolerated(node);
        for (ActionRecord record : records) {
            RunAction action = walk.action(node, record, parents, tolerated);
            List<Long> path = RunWalk.indexes(parents, record.key());
            if (!hasCompleted(action) || position.paths.contains(path)) {
                continue;
            }
            if (found.size() == limit) {
                next = path;
                return false;
            }
            // In the final pass, the position shows what has been listed in addition to the ranges.
            if (ended || position.add(path)) {
                found.add(action);
            }
        }
        if (++blocks >= BLOCKS && end >= 0) {
            next = new ArrayList<>(parents);
            next.add(end);
            return false;
        }
        return true;
    }

    private boolean hasCompleted(RunAction action) {
        ActionStatus status = action.record().status();
        return status.hasResult()
                || status == ActionStatus.ABORTED
                || (status == ActionStatus.FAILED && (ended || action.spent()));
    }

    /** The cursor: the actions that earlier pages have listed, and where the next page begins. */
    private static final class Position {
        private static final String ALL = "all";

        private final PathSet paths = new PathSet();
        private int ranges;
        private boolean finalPass;
        private List<Long> next = List.of();

        /** Adds an action; returns false if that would exceed the number of ranges. */
        boolean add(List<Long> path) {
            if (!path.isEmpty() && !paths.contains(neighbor(path, -1)) && !paths.contains(neighbor(path, 1))) {
                if (ranges >= RANGES) {
                    return false;
                }
                ranges++;
            }
            paths.add(path);
            return true;
        }

        /**
         * Returns the first index that may not have been listed, in a fan-out that is not nested; otherwise the
         * beginning.
         */
        List<Long> firstGap(int depth) {
            List<Long> gap = new ArrayList<>();
            if (depth == 1) {
                paths.forEachRange((parents, first, end) -> {
                    if (parents.isEmpty() && first == 0) {
                        gap.add(end + 1);
                    }
                });
            }
            return gap;
        }

        private static List<Long> neighbor(List<Long> path, int step) {
            List<Long> other = new ArrayList<>(path);
            other.set(path.size() - 1, path.get(path.size() - 1) + step);
            return other;
        }

        /** Returns the text form {@code finalPass;next;parents:first-last;...}. */
        String text() {
            StringBuilder text =
                    new StringBuilder().append(finalPass ? 1 : 0).append(';').append(RunWalk.joined(next));
            paths.forEachRange((parents, first, end) ->
                    text.append(';').append(first < 0 ? ALL : RunWalk.joined(parents) + ":" + first + "-" + end));
            return text.toString();
        }

        static Position parse(String text, int depth) {
            try {
                String[] parts = text.split(";", -1);
                Position position = new Position();
                position.finalPass = parts[0].equals("1");
                position.next = indexes(parts[1]);
                if (!position.next.isEmpty() && position.next.size() != depth) {
                    throw new IllegalArgumentException("The cursor belongs to another node.");
                }
                for (String range : Arrays.asList(parts).subList(2, parts.length)) {
                    position.addRange(range);
                }
                return position;
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new RunRefused(RunRefused.Reason.INVALID_REQUEST, "The cursor is not one of an earlier page.", e);
            }
        }

        private void addRange(String range) {
            ranges++;
            if (range.equals(ALL)) {
                paths.add(List.of());
                return;
            }
            String[] parts = range.split("[:-]", -1);
            paths.addRange(indexes(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        private static List<Long> indexes(String joined) {
            return joined.isEmpty()
                    ? List.of()
                    : Arrays.stream(joined.split("\\.", -1)).map(Long::valueOf).toList();
        }
    }
}
