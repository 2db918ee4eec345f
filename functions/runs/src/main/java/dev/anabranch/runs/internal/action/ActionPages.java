package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.PathSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Lists the actions of a run page by page. A page reads a bounded number of blocks, so a page with a selective filter
 * can be short or empty although more follow.
 */
public final class ActionPages {

    /** The maximum number of blocks that a page reads: 40 Queries, 10,000 actions, which takes a second or two. */
    private static final int BLOCKS = 40;

    private final RunGraph graph;
    private final RunWalk walk;
    private final ActionQuery query;
    private final PathSet items;
    private final List<RunAction> found = new ArrayList<>();
    private boolean onlyStarts;
    private int blocks;
    private Optional<Cursor> next = Optional.empty();

    /** The first action of the next page: the position of its node in the graph, and its indexes. */
    private record Cursor(int node, List<Long> path) {

        static Cursor parse(String text) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", 2);
                List<Long> path = parts[1].isEmpty()
                        ? List.of()
                        : Arrays.stream(parts[1].split("\\."))
                                .map(Long::valueOf)
                                .toList();
                return new Cursor(Integer.parseInt(parts[0]), path);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new RunRefused(RunRefused.Reason.INVALID_REQUEST, "The cursor is not one of an earlier page.", e);
            }
        }

        String text() {
            String plain = node + ":" + RunWalk.joined(path);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        }
    }

    private ActionPages(RunGraph graph, RunWalk walk, ActionQuery query) {
        this.graph = graph;
        this.walk = walk;
        this.query = query;
        this.items = IndexRange.paths(query.items());
    }

    public static RunPage<RunAction> page(RunGraph graph, RunWalk walk, ActionQuery query) {
        return new ActionPages(graph, walk, query).page();
    }

    /** Returns a page of the actions that start runs of other workflows. */
    public static RunPage<RunAction> starts(RunGraph graph, RunWalk walk, Optional<String> cursor, int limit) {
        ActionQuery all = ActionQuery.all(limit);
        ActionPages pages = new ActionPages(graph, walk, cursor.map(all::after).orElse(all));
        pages.onlyStarts = true;
        return pages.page();
    }

    private RunPage<RunAction> page() {
        Cursor from = query.cursor().map(Cursor::parse).orElse(new Cursor(0, List.of()));
        List<Vertex> nodes = graph.nodes();
        for (int position = from.node(); position < nodes.size() && next.isEmpty(); position++) {
            Vertex node = nodes.get(position);
            if (isSelected(node)) {
                read(position, node, position == from.node() ? fitting(node, from.path()) : List.of());
            }
        }
        return new RunPage<>(found, next.map(Cursor::text));
    }

    private boolean isSelected(Vertex node) {
        return (!onlyStarts || node.kind() == RunGraph.Kind.SUB_RUN)
                && query.node().map(node.id()::equals).orElse(true)
                && node.id().startsWith(query.prefix())
                && (query.items().isEmpty() || !ranges(node).isEmpty());
    }

    private boolean isSelected(Vertex node, ActionRecord record, List<Long> path) {
        ActionStatus status = walk.counted(node, record).status();
        return query.status().map(status::equals).orElse(true)
                && query.label().map(record.labels()::has).orElse(true)
                && (query.items().isEmpty() || items.contains(path));
    }

    /** Returns the selected ranges that a node can have actions for. */
    private List<IndexRange> ranges(Vertex node) {
        int depth = graph.depth(node.id());
        return query.items().stream().filter(range -> range.depth() <= depth).toList();
    }

    /** Returns the indexes of the first selected action of a node; empty for all actions. */
    private List<Long> first(Vertex node) {
        return ranges(node).stream()
                .map(range -> range.path(range.first()))
                .min(ActionPages::compare)
                .map(path -> padded(path, graph.depth(node.id())))
                .orElse(List.of());
    }

    private boolean isAfterLast(Vertex node, List<Long> path) {
        return !query.items().isEmpty()
                && ranges(node).stream()
                        .map(range -> range.path(range.last()))
                        .allMatch(last -> compare(path.subList(0, last.size()), last) > 0);
    }

    private static int compare(List<Long> some, List<Long> other) {
        for (int i = 0; i < Math.min(some.size(), other.size()); i++) {
            int order = Long.compare(some.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(some.size(), other.size());
    }

    private static List<Long> padded(List<Long> path, int depth) {
        List<Long> padded = new ArrayList<>(path);
        padded.addAll(Collections.nCopies(depth - path.size(), 0L));
        return padded;
    }

    private List<Long> fitting(Vertex node, List<Long> path) {
        if (!path.isEmpty() && path.size() != graph.depth(node.id())) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_REQUEST,
                    "The cursor belongs to another query. Start with the first page.");
        }
        return path;
    }

    private void read(int position, Vertex node, List<Long> cursor) {
        boolean tolerated = walk.tolerated(node);
        walk.blocks(node, cursor.isEmpty() ? first(node) : cursor, (records, parents, end) -> {
            for (ActionRecord record : records) {
                List<Long> path = RunWalk.indexes(parents, record.key());
                if (isSelected(node, record, path)) {
                    if (found.size() == query.limit()) {
                        next = Optional.of(new Cursor(position, path));
                        return false;
                    }
                    found.add(walk.action(node, record, parents, tolerated));
                }
            }
            List<Long> after = end < 0 ? List.of() : RunWalk.path(parents, end);
            if (end >= 0 && isAfterLast(node, after)) {
                return false;
            }
            if (++blocks >= BLOCKS) {
                next = Optional.of(end < 0 ? new Cursor(position + 1, List.of()) : new Cursor(position, after));
            }
            return next.isEmpty();
        });
    }
}
