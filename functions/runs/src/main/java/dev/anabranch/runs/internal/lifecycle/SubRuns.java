package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runs.internal.action.ActionPages;
import dev.anabranch.runs.internal.action.ParallelRequests;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.lifecycle.RunStart.StartRequest;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.Workflows;
import dev.anabranch.runs.internal.rerun.RerunPlanner;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The runs that nodes of other runs start. The id of such a run follows from the action that starts it, so a repeated
 * delivery starts nothing twice, and the runs of a node are found without an index.
 */
final class SubRuns {

    /** Attempts are ordered by when their state was entered, in milliseconds, times 1,000. */
    private static final long ORDERS_PER_MILLI = 1_000;

    private final RunRegistry registry;
    private final Workflows workflows;
    private final ActionStore actions;
    private final PayloadStore store;
    private final RunReader reader;
    private final RunPayloads payloads;
    private final RunStart starts;
    private final InstantSource clock;
    private final Executor executor;

    SubRuns(
            RunRegistry registry,
            Workflows workflows,
            ActionStore actions,
            PayloadStore store,
            RunReader reader,
            RunPayloads payloads,
            RunStart starts,
            InstantSource clock,
            Executor executor) {
        this.registry = registry;
        this.workflows = workflows;
        this.actions = actions;
        this.store = store;
        this.reader = reader;
        this.payloads = payloads;
        this.starts = starts;
        this.clock = clock;
        this.executor = executor;
    }

    /** Returns the id of the run that an action starts. */
    static String id(String workflow, RunParent parent) {
        return RunIds.ofAction(workflow, parent.run(), parent.node(), parent.action());
    }

    /**
     * Prepares the run of an action without starting its execution, and records the action as RUNNING. If the run of the
     * action is a rerun, the new run repeats only what failed in the earlier run, and a run that succeeded is adopted.
     * The new run ignores the cache if that of the action does or the action was selected to be computed again, and
     * changed definitions if that rerun does.
     */
    SubRunStarted prepare(SubRunRequest request) {
        DeployedWorkflow workflow = workflows
                .find(request.workflow())
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_WORKFLOW,
                        "The workflow `" + request.workflow() + "`, which the node `" + request.node()
                                + "` runs, is not deployed. Deploy both workflows together."));
        workflow.inputs().check(request.input());
        RunParent parent = request.parent();
        String id = id(workflow.name(), parent);
        Optional<RunRecord> existing = registry.read(id);
        if (existing.isPresent() && existing.get().status().ended()) {
            return new SubRunStarted(id, Optional.empty());
        }
        Optional<RunRecord> starter = registry.read(request.run());
        Optional<AdoptionPlan> decided =
                starter.filter(run -> run.source() != null).flatMap(run -> adoption(run.id()));
        boolean fresh = decided.filter(plan -> plan.ignoresCache(request.node(), request.path()))
                .isPresent();
        Optional<Earlier> earlier = decided.filter(plan -> !fresh).flatMap(plan -> earlier(plan, request, workflow));
        if (earlier.isPresent() && earlier.get().adopted()) {
            return new SubRunStarted(earlier.get().run().id(), Optional.empty());
        }
        boolean noCache = fresh || starter.filter(RunRecord::noCache).isPresent();
        StartRequest start = earlier.map(found -> StartRequest.of(
                        workflow, request.input(), rerun(found.run().id(), found.plan(), noCache), found.plan()))
                .orElseGet(() -> StartRequest.of(workflow, start(workflow, request, noCache)));
        String input = starts.prepare(start, id, parent);
        Instant now = clock.instant();
        RecordKey key = RecordKey.of(parent.run(), parent.node(), request.path());
        actions.claim(
                key, new RecordedAttempt(now.toEpochMilli() * ORDERS_PER_MILLI, now, "").labelled(request.labels()));
        return new SubRunStarted(id, Optional.of(RunPayloads.tree(input)));
    }

    private static RerunRequest rerun(String run, AdoptionPlan plan, boolean noCache) {
        RerunRequest request = RerunRequest.of(run, selection(plan));
        return noCache ? request.withoutCache() : request;
    }

    private static RunRequest start(DeployedWorkflow workflow, SubRunRequest request, boolean noCache) {
        RunRequest start = RunRequest.of(workflow.name(), request.input());
        return noCache ? start.withoutCache() : start;
    }

    private static RerunSelection selection(AdoptionPlan plan) {
        return plan.onlyFailed() ? new RerunSelection.OnlyFailed() : new RerunSelection.Unfinished();
    }

    /** A run of an earlier run's action that is adopted, or rerun with a plan. */
    private record Earlier(RunRecord run, boolean adopted, AdoptionPlan plan) {}

    /**
     * Returns the earlier run that the run of an action adopts or repeats; empty if it starts from the beginning.
     *
     * @param decided what the run of the action, a rerun, adopts
     */
    private Optional<Earlier> earlier(AdoptionPlan decided, SubRunRequest request, DeployedWorkflow workflow) {
        Optional<RunRecord> found = of(decided.source(), request, workflow.name());
        if (found.isEmpty() || !found.get().status().ended()) {
            return Optional.empty();
        }
        RunRecord run = found.get();
        boolean recorded = reader.action(decided.source(), request.node(), request.path())
                .flatMap(ActionRecord::stored)
                .isPresent();
        if (recorded && decided.adopts(request.node(), request.path())) {
            return Optional.of(new Earlier(run, true, decided));
        }
        if (run.input() == null || !payloads.read(run.input(), run).equals(request.input())) {
            return Optional.empty();
        }
        RunGraph before = payloads.graph(run);
        AdoptionPlan plan = new RerunPlanner(run.id(), before, workflow.graph(), reader).plan(selection(decided));
        boolean complete =
                run.status() == RunStatus.SUCCEEDED && plan.computed().isEmpty() && before.equals(workflow.graph());
        return Optional.of(new Earlier(run, complete, plan));
    }

    /** Returns the run that an action of an earlier run started. A rerun that adopted it has none: then of its source. */
    private Optional<RunRecord> of(String source, SubRunRequest request, String workflow) {
        Optional<String> next = Optional.of(source);
        while (next.isPresent()) {
            String run = next.get();
            RunParent action = new RunParent(run, request.node(), RunWalk.joined(request.path()));
            Optional<RunRecord> found = registry.read(id(workflow, action));
            if (found.isPresent()) {
                return found;
            }
            next = registry.read(run).flatMap(RunRecord::rerunOf);
        }
        return Optional.empty();
    }

    private Optional<AdoptionPlan> adoption(String run) {
        try {
            String json = new String(store.get(PayloadKeys.adoption(run)), StandardCharsets.UTF_8);
            return Optional.of(AdoptionPlan.parse(TaskJson.tree().readTree(json)));
        } catch (PayloadMissing e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The adoption plan of run `" + run + "` is not JSON.", e);
        }
    }

    /**
     * Returns records of a list with the actions that started them, which lists do not have. Only runs whose ids may be
     * those of an action are read.
     */
    List<RunRecord> withParents(List<RunRecord> listed) {
        List<RunRecord> runs = new ArrayList<>();
        ParallelRequests<RunRecord> reads = new ParallelRequests<>(executor, runs::add);
        listed.forEach(run -> reads.add(() -> RunIds.mayBeOfAction(run.id())
                ? registry.read(run.id())
                        .flatMap(RunRecord::startedBy)
                        .map(parent -> run.toBuilder().parent(parent).build())
                        .orElse(run)
                : run));
        reads.finish();
        return runs;
    }

    /** Returns a page of the runs that actions of a run have started, in the order of the nodes and indexes. */
    RunPage<RunRecord> page(RunRecord run, Optional<String> cursor, int limit) {
        RunGraph graph = payloads.graph(run);
        RunPage<RunAction> page = ActionPages.starts(graph, new RunWalk(graph, reader, run.id()), cursor, limit);
        List<RunRecord> children = new ArrayList<>();
        ParallelRequests<Optional<RunRecord>> reads =
                new ParallelRequests<>(executor, found -> found.ifPresent(children::add));
        page.items().forEach(action -> action.startedRun().ifPresent(child -> reads.add(() -> registry.read(child))));
        reads.finish();
        return new RunPage<>(children, page.next());
    }

    /** Lists the runs that actions of a run have started and that have not ended. Actions with a result have none. */
    List<RunRecord> running(RunRecord run, RunGraph graph) {
        List<RunRecord> running = new ArrayList<>();
        ParallelRequests<Optional<RunRecord>> reads = new ParallelRequests<>(
                executor,
                found -> found.filter(child -> !child.status().ended()).ifPresent(running::add));
        RunWalk walk = new RunWalk(graph, reader, run.id());
        graph.nodes().stream()
                .filter(node -> node.kind() == RunGraph.Kind.SUB_RUN)
                .forEach(node -> walk.everyBlock(node, (records, parents, end) -> {
                    records.stream()
                            .filter(record -> !record.status().hasResult())
                            .map(record -> RunWalk.joined(RunWalk.indexes(parents, record.key())))
                            .map(path -> id(node.runs(), new RunParent(run.id(), node.id(), path)))
                            .forEach(child -> reads.add(() -> registry.read(child)));
                    return true;
                }));
        reads.finish();
        return running;
    }

    /** Lists the runs that actions of a run have started, in the order of the nodes and indexes. */
    List<RunRecord> of(RunRecord run) {
        RunGraph graph = payloads.graph(run);
        List<RunRecord> children = new ArrayList<>();
        RunWalk walk = new RunWalk(graph, reader, run.id());
        graph.nodes().stream()
                .filter(node -> node.kind() == RunGraph.Kind.SUB_RUN)
                .forEach(node -> walk.everyBlock(node, (records, parents, end) -> {
                    records.forEach(record -> {
                        String path = RunWalk.joined(RunWalk.indexes(parents, record.key()));
                        registry.read(id(node.runs(), new RunParent(run.id(), node.id(), path)))
                                .ifPresent(children::add);
                    });
                    return true;
                }));
        return children;
    }
}
