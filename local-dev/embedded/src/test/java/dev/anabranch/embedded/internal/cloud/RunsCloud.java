package dev.anabranch.embedded.internal.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** An embedded cloud that runs everything on the caller's thread and counts the computed and adopted actions. */
final class RunsCloud implements AutoCloseable, ActionObserver {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Storage storage = Storage.inMemory();
    private final VirtualClock clock = new VirtualClock(START);
    private final EmbeddedCloud cloud;
    private final Map<String, Integer> computed = Collections.synchronizedMap(new TreeMap<>());
    private final Map<String, Integer> reused = Collections.synchronizedMap(new TreeMap<>());

    RunsCloud(Path scratch) {
        this(scratch, UnaryOperator.identity());
    }

    RunsCloud(Path scratch, UnaryOperator<LambdaInvoker> invocations) {
        cloud = EmbeddedCloud.builder()
                .clock(clock)
                .engine(Runnable::run)
                .threads(Runnable::run)
                .readers(Runnable::run)
                .random(new Random(1))
                .storage(storage)
                .scratch(scratch)
                .observer(this)
                .invocations(invocations)
                .build();
    }

    @Override
    public void finished(String node, List<Long> path, ActionStatus status) {
        (status == ActionStatus.CACHED ? reused : computed).merge(node, 1, Integer::sum);
    }

    /** Returns the number of actions of each node that ran since the last call. */
    Map<String, Integer> computed() {
        Map<String, Integer> counts = new TreeMap<>(computed);
        computed.clear();
        return counts;
    }

    /** Returns the number of reused results. */
    Map<String, Integer> reused() {
        Map<String, Integer> counts = new TreeMap<>(reused);
        reused.clear();
        return counts;
    }

    /** Advances the clock. */
    void pass(Duration time) {
        clock.schedule(time, () -> {});
    }

    /** Runs an action after a time. */
    void after(Duration time, Runnable action) {
        clock.schedule(time, action);
    }

    /** Stops virtual time until the hold is closed. */
    EngineClock.Hold hold() {
        return clock.hold();
    }

    EmbeddedCloud cloud() {
        return cloud;
    }

    Runs runs() {
        return cloud.runs();
    }

    Deployment deploy(Workflow<?, ?> workflow) {
        return cloud.deploy(workflow);
    }

    /** Runs a deployed workflow until its end. */
    EmbeddedRun run(String runId, String workflow, JsonNode input) {
        return ended(runs().start(RunRequest.of(workflow, input).named(runId)));
    }

    /** Reruns the run until its end. */
    EmbeddedRun rerun(String newId, String source, RerunSelection selection) {
        computed.clear();
        reused.clear();
        return ended(runs().rerun(RerunRequest.of(source, selection).named(newId)));
    }

    /** Returns the number of history events of a run's execution, and then those of each of its child executions. */
    List<Integer> historyEvents(String runId) {
        List<Integer> events = new ArrayList<>();
        addHistory(
                "arn:aws:states:us-east-1:000000000000:execution:"
                        + runs().get(runId).workflow() + ":" + runId,
                events);
        return events;
    }

    private void addHistory(String execution, List<Integer> events) {
        Engine engine = cloud.engine();
        events.add(engine.getExecutionHistory(execution).size());
        for (MapRunSnapshot mapRun : engine.listMapRuns(execution)) {
            engine.listExecutions(mapRun.arn(), null)
                    .forEach(child -> addHistory(child.spec().arn(), events));
        }
    }

    EmbeddedRun ended(RunRecord run) {
        if (!cloud.ending(run).isDone()) {
            throw new AssertionError("The run hangs: it has not ended, but no event is pending.");
        }
        return cloud.ending(run).join();
    }

    @Override
    public void close() {
        cloud.close();
        storage.close();
    }
}
