package dev.anabranch.run;

import dev.anabranch.action.ActionRecord;
import dev.anabranch.run.RunGraph.Vertex;
import dev.anabranch.wire.RecordKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Actions of a run, page by page. A page reads a bounded number of blocks, so one with few of the wanted actions may be short, or empty,
 * though more follow.
 */
final class ActionPages {

    /** 40 Queries, 10,000 actions: within a second or two. */
    private static final int BLOCKS = 40;

    private final RunGraph graph;
    private final RunWalk walk;
    private final ActionQuery query;
    private final List<RunAction> found = new ArrayList<>();
    private int blocks;
    private Optional<Cursor> next = Optional.empty();

    /** The first action of the next page: the position of its node, and its indexes. */
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
                throw new RunRefused(
                        RunRefused.Reason.INVALID_REQUEST, "The cursor is none that an earlier page has given.", e);
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
    }

    static Page<RunAction> page(RunGraph graph, RunWalk walk, ActionQuery query) {
        return new ActionPages(graph, walk, query).page();
    }

    private Page<RunAction> page() {
        Cursor from = query.cursor().map(Cursor::parse).orElse(new Cursor(0, List.of()));
        List<Vertex> nodes = graph.nodes();
        for (int position = from.node(); position < nodes.size() && next.isEmpty(); position++) {
            Vertex node = nodes.get(position);
            if (isWanted(node)) {
                read(position, node, position == from.node() ? fitting(node, from.path()) : List.of());
            }
        }
        return new Page<>(found, next.map(Cursor::text));
    }

    private boolean isWanted(Vertex node) {
        return query.node().map(node.id()::equals).orElse(true) && node.id().startsWith(query.prefix());
    }

    private List<Long> fitting(Vertex node, List<Long> path) {
        if (!path.isEmpty() && path.size() != graph.depth(node.id())) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_REQUEST, "The cursor is of another query. Begin with the first page.");
        }
        return path;
    }

    private void read(int position, Vertex node, List<Long> from) {
        boolean tolerated = walk.tolerated(node);
        walk.blocks(node, from, (records, parents, end) -> {
            for (ActionRecord record : records) {
                if (query.status().map(record.status()::equals).orElse(true)) {
                    if (found.size() == query.limit()) {
                        next = Optional.of(new Cursor(position, path(parents, record)));
                        return false;
                    }
                    found.add(walk.action(node, record, parents, tolerated));
                }
            }
            if (++blocks >= BLOCKS) {
                next = Optional.of(
                        end < 0 ? new Cursor(position + 1, List.of()) : new Cursor(position, path(parents, end)));
            }
            return next.isEmpty();
        });
    }

    private static List<Long> path(List<Long> parents, ActionRecord record) {
        return record.key().sort().equals(RecordKey.SINGLE) ? List.of() : path(parents, RunWalk.index(record.key()));
    }

    private static List<Long> path(List<Long> parents, long index) {
        List<Long> path = new ArrayList<>(parents);
        path.add(index);
        return path;
    }
}
