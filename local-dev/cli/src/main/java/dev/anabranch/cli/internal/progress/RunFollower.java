package dev.anabranch.cli.internal.progress;

import dev.anabranch.client.internal.ClientResult;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks a run API again and again how far the fan-outs of a run are. Each end of an action is told once, so no question is about all of them. */
public final class RunFollower {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final RunClient client;
    private final String run;
    private final Progress progress;
    /** Where to go on with each node of a fan-out; empty once all its actions have been told. */
    private final Map<String, Optional<String>> cursors = new LinkedHashMap<>();

    private final Set<String> begun = new TreeSet<>();
    private final Set<String> unknown = new TreeSet<>();

    public RunFollower(RunClient client, String run, Progress progress) {
        this.client = client;
        this.run = run;
        this.progress = progress;
    }

    /** Shows progress until the run has ended, and says how it ended. */
    public ClientRun toItsEnd() {
        RunGraph graph = client.graph(run);
        for (RunGraph.Vertex node : graph.nodes()) {
            if (node.kind() == RunGraph.Kind.CALL && !node.added() && graph.depth(node.id()) > 0) {
                cursors.put(node.id(), Optional.empty());
                unknown.add(node.id());
            }
        }
        ClientRun found = client.get(run);
        for (Duration step = FIRST_LOOK; !found.status().ended(); step = longer(step)) {
            look(false);
            found = client.await(run, step);
        }
        look(true);
        return found;
    }

    private static Duration longer(Duration step) {
        Duration next = step.plusSeconds(1);
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }

    private void look(boolean ended) {
        if (!unknown.isEmpty()) {
            client.widths(run).forEach((node, actions) -> {
                if (unknown.remove(node)) {
                    progress.expect(node, actions);
                }
            });
        }
        cursors.replaceAll((node, cursor) -> told(node, cursor, ended));
    }

    /** Tells what is new; an empty page of a run that goes on may only mean that nothing has ended where it looked. */
    private Optional<String> told(String node, Optional<String> from, boolean ended) {
        Optional<String> cursor = from;
        while (cursor.isPresent() || begun.add(node)) {
            RunPage<ClientResult> page = client.completed(run, node, cursor, Duration.ZERO, false);
            tell(node, page);
            cursor = page.next();
            if (page.items().isEmpty() && !ended) {
                return cursor;
            }
        }
        return cursor;
    }

    private void tell(String node, RunPage<ClientResult> page) {
        long succeeded = count(page, ActionStatus.SUCCEEDED);
        long failed = count(page, ActionStatus.FAILED);
        long cached = count(page, ActionStatus.CACHED);
        if (succeeded + failed + cached > 0) {
            progress.advance(node, succeeded, failed, cached);
        }
    }

    private static long count(RunPage<ClientResult> page, ActionStatus status) {
        return page.items().stream().filter(item -> item.status() == status).count();
    }
}
