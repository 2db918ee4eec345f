package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks that nothing is RUNNING in a run that has ended, and in the runs that it has started, at any depth. */
final class EndedRuns {

    private final Runs runs;
    private final RunRegistry registry;
    private final RunReader reader;

    /** @param registry the stored records of runs, which reading does not repair */
    EndedRuns(Runs runs, RunRegistry registry) {
        this.runs = runs;
        this.registry = registry;
        this.reader = runs.reader();
    }

    void check(String run) {
        assertThat(registry.read(run).orElseThrow().status().ended())
                .as("whether `%s` has ended", run)
                .isTrue();
        assertThat(waiting(run))
                .as("stored waits and runs that `%s` has left", run)
                .isEmpty();
        assertThat(running(run)).as("running actions of `%s`", run).isEmpty();
        Optional<String> cursor = Optional.empty();
        do {
            RunPage<RunRecord> page = runs.children(run, cursor, 100);
            page.items().forEach(child -> check(child.id()));
            cursor = page.next();
        } while (cursor.isPresent());
    }

    /** Returns the RUNNING waits for answers and runs of other workflows, as stored. */
    private List<String> waiting(String run) {
        List<String> waiting = new ArrayList<>();
        RunGraph graph = runs.graph(run);
        RunWalk walk = new RunWalk(graph, reader, run);
        graph.nodes().stream()
                .filter(node -> node.kind() == RunGraph.Kind.AWAIT || node.kind() == RunGraph.Kind.SUB_RUN)
                .forEach(node -> walk.everyBlock(node, (records, parents, end) -> {
                    records.stream()
                            .filter(record -> record.status() == ActionStatus.RUNNING)
                            .forEach(record -> waiting.add(node.id() + record.key()));
                    return true;
                }));
        return waiting;
    }

    /** Returns the RUNNING actions as clients read them. */
    private List<String> running(String run) {
        List<String> running = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ActionQuery query = ActionQuery.all(ActionQuery.MOST).with(ActionStatus.RUNNING);
            RunPage<RunAction> page = runs.actions(run, cursor.map(query::after).orElse(query));
            page.items().forEach(action -> running.add(action.node() + "[" + action.path() + "]"));
            cursor = page.next();
        } while (cursor.isPresent());
        return running;
    }
}
