package dev.anabranch.cli.internal.progress;

import dev.anabranch.client.internal.ClientResult;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Polls a run API for the progress of a run's fan-outs. Each poll reads only the actions that have completed since the
 * last one.
 */
public final class RunFollower {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final RunClient client;
    private final String run;
    private final Progress progress;
    /** The cursor of each node in a fan-out; empty before its first page and after its last. */
    private final Map<String, Optional<String>> cursors = new LinkedHashMap<>();

    private final Set<String> begun = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();

    public RunFollower(RunClient client, String run, Progress progress) {
        this.client = client;
        this.run = run;
        this.progress = progress;
    }

    /** Shows progress until the run has ended, and returns the ended run. */
    public ClientRun untilEnd() {
        RunGraph graph = client.graph(run);
        progress.arrange(ProgressTree.of(graph));
        for (RunGraph.Vertex node : graph.nodes()) {
            if (node.kind().hasActions() && !node.added() && graph.depth(node.id()) > 0) {
                cursors.put(node.id(), Optional.empty());
                unknown.add(node.id());
            }
        }
        ClientRun found = client.get(run);
        for (Duration step = FIRST_WAIT; !found.status().ended(); step = longer(step)) {
            poll(false);
            found = client.await(run, step);
        }
        progress.ended(
                found.status(), Duration.between(found.started(), found.ended().orElse(found.started())));
        poll(true);
        return found;
    }

    private static Duration longer(Duration step) {
        Duration next = step.plusSeconds(1);
        return next.compareTo(LONGEST_WAIT) < 0 ? next : LONGEST_WAIT;
    }

    private void poll(boolean ended) {
        if (!unknown.isEmpty()) {
            client.widths(run).forEach((node, actions) -> {
                if (unknown.remove(node)) {
                    progress.expect(node, actions);
                }
            });
        }
        cursors.replaceAll((node, cursor) -> report(node, cursor, ended));
    }

    /**
     * Reports the new completions and returns the next cursor. While the run continues, an empty page is not the last
     * one. Those of a poll are reported together, because the rate would follow from a part of them; the pages of the
     * first poll are reported one by one, because a run that is followed late can have many.
     */
    private Optional<String> report(String node, Optional<String> from, boolean ended) {
        Optional<String> cursor = from;
        boolean isFirst = begun.add(node);
        Map<ActionStatus, Long> counted = new EnumMap<>(ActionStatus.class);
        boolean more = isFirst || cursor.isPresent();
        while (more) {
            RunPage<ClientResult> page = client.completed(run, node, cursor, Duration.ZERO, false);
            page.items().forEach(item -> {
                counted.merge(item.status(), 1L, Long::sum);
                item.error().ifPresent(error -> progress.error(node, error.name(), error.message()));
            });
            cursor = page.next();
            more = cursor.isPresent() && (ended || !page.items().isEmpty());
            if (isFirst) {
                advance(node, counted);
            }
        }
        advance(node, counted);
        return cursor;
    }

    /** Reports counts, and clears them. */
    private void advance(String node, Map<ActionStatus, Long> counted) {
        long succeeded = counted.getOrDefault(ActionStatus.SUCCEEDED, 0L);
        long failed = counted.getOrDefault(ActionStatus.FAILED, 0L);
        long cached = counted.getOrDefault(ActionStatus.CACHED, 0L);
        counted.clear();
        if (succeeded + failed + cached > 0) {
            progress.advance(node, succeeded, failed, cached);
        }
    }
}
