package dev.anabranch.runs.internal.lifecycle;

import dev.anabranch.runs.internal.action.ParallelRequests;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.Workflows;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Ends what is stopped: the runs that actions of an ended run have started, and the actions in a scope one of whose
 * steps has failed. Step Functions stops the branches, iterations and child executions of such a scope, and tries to
 * stop the executions that they wait for, but it changes no record.
 *
 * <p>An action may begin while its scope is stopped. Therefore the record of the call that stops a scope is written
 * before the actions are read, and an action that starts a run reads it after it has written its own record: one of the
 * two sees the other.
 */
final class RunStops {

    private static final String LATE = "Stopped before it had begun.";

    private final RunRegistry registry;
    private final Workflows workflows;
    private final ExecutionService executions;
    private final ActionStore actions;
    private final RunReader reader;
    private final RunPayloads payloads;
    private final SubRuns subRuns;
    private final RunSweep sweep;
    private final Executor executor;
    private final InstantSource clock;

    RunStops(
            RunRegistry registry,
            Workflows workflows,
            ExecutionService executions,
            ActionStore actions,
            RunReader reader,
            RunPayloads payloads,
            SubRuns subRuns,
            RunSweep sweep,
            Executor executor,
            InstantSource clock) {
        this.registry = registry;
        this.workflows = workflows;
        this.executions = executions;
        this.actions = actions;
        this.reader = reader;
        this.payloads = payloads;
        this.subRuns = subRuns;
        this.sweep = sweep;
        this.executor = executor;
        this.clock = clock;
    }

    /** Ends the runs that actions of a run have started. The run has ended. */
    void children(RunRecord run, RunGraph graph) {
        if (graph.nodes().stream().noneMatch(node -> node.kind() == RunGraph.Kind.SUB_RUN)) {
            return;
        }
        String because = "The run `" + run.id() + "`, which started it, " + ending(run);
        subRuns.running(run, graph).forEach(child -> stop(child, because));
    }

    private static String ending(RunRecord run) {
        return switch (run.status()) {
            case TIMED_OUT -> "exceeded its time limit.";
            case ABORTED -> "was cancelled.";
            case LOST -> "was lost.";
            default -> "has " + run.status().name().toLowerCase(Locale.ROOT) + ".";
        };
    }

    /**
     * Ends the run of an action that has been stopped. Step Functions usually has stopped its execution already. It does
     * not wait for late invocations, because there can be many such runs; they are aborted when the actions are next
     * read.
     *
     * @param because the message of its error
     */
    void stop(RunRecord run, String because) {
        Optional<ExecutionState> state = executions.describe(run.workflow(), run.id());
        if (state.filter(found -> !found.status().ended()).isPresent()) {
            executions.stop(run.workflow(), run.id());
            state = executions.describe(run.workflow(), run.id());
        }
        RunEnd end = state.filter(found -> found.status().ended() && found.status() != RunStatus.ABORTED)
                .map(found -> RunEndResolver.of(run, found, reader, payloads, clock.instant()))
                .orElseGet(() ->
                        new RunEnd(RunStatus.ABORTED, clock.instant(), null, new RunError("", "", "ABORTED", because)));
        RunRecord ended = registry.end(run.id(), end)
                ? run.ended(end)
                : registry.read(run.id()).orElse(run.ended(end));
        if (ended.status() != RunStatus.SUCCEEDED) {
            RunGraph graph = payloads.graph(ended);
            children(ended, graph);
            sweep.sweepOnce(new RunWalk(graph, reader, ended.id()));
        }
    }

    /**
     * Ends the running actions of a scope, and the runs that they have started.
     *
     * @return the number of actions that it has ended
     */
    long scope(StopRequest request, RunRecord run) {
        long[] ended = {0};
        RunGraph graph = payloads.graph(run);
        RunWalk walk = new RunWalk(graph, reader, run.id());
        List<Vertex> inside = graph.nodes().stream()
                .filter(node -> node.kind().hasActions() && node.stops().isEmpty())
                .filter(node -> graph.isInside(node.id(), request.scope()))
                .toList();
        ParallelRequests<Integer> requests = new ParallelRequests<>(executor, changed -> ended[0] += changed);
        for (Vertex node : inside) {
            if (node.kind() == RunGraph.Kind.SUB_RUN) {
                walk.everyBlock(node, request.path(), (records, parents, end) -> {
                    records.stream()
                            // An earlier attempt may have ended the action and not its run.
                            .filter(record ->
                                    record.status() == ActionStatus.RUNNING || record.status() == ActionStatus.ABORTED)
                            .forEach(record -> ended[0] += stop(request, node, RunWalk.indexes(parents, record.key())));
                    return true;
                });
            } else if (graph.depth(node.id()) == request.path().size()) {
                RecordKey key = RecordKey.of(run.id(), node.id(), request.path());
                requests.add(() -> actions.abort(key, clock.instant(), request.error(), request.cause()) ? 1 : 0);
            } else {
                walk.partitions(
                        node,
                        request.path(),
                        partition -> requests.add(
                                () -> actions.abort(partition, clock.instant(), request.error(), request.cause())));
            }
        }
        requests.finish();
        return ended[0];
    }

    /** Ends an action that has started a run, and the run; returns the number of actions of the request's run. */
    private int stop(StopRequest request, Vertex node, List<Long> path) {
        RecordKey key = RecordKey.of(request.run(), node.id(), path);
        boolean aborted = actions.abort(key, clock.instant(), request.error(), request.cause());
        String reason = ActionRecord.of(key, ActionStatus.ABORTED)
                .attempts(1)
                .failure(request.error(), request.cause())
                .build()
                .errorMessage();
        registry.read(RunIds.ofAction(node.runs(), request.run(), node.id(), RunWalk.joined(path)))
                .filter(child -> !child.status().ended())
                .ifPresent(child -> stop(
                        child,
                        "The action `" + node.id() + "`" + (path.isEmpty() ? "" : "[" + RunWalk.joined(path) + "]")
                                + " of the run `" + request.run() + "`, which started it, has ended: " + reason));
        return aborted ? 1 : 0;
    }

    /**
     * Ends a run that an action has just prepared if the action has been stopped in the meantime.
     *
     * @return whether it has been stopped
     */
    boolean endedWhilePrepared(SubRunRequest request, String prepared) {
        Optional<RunRecord> run = registry.read(request.run());
        if (run.isEmpty()) {
            return false;
        }
        RunGraph graph = graph(run.get());
        Vertex node = graph.node(request.node()).orElseThrow();
        boolean stopped = isStopped(run.get(), graph, node, request.path());
        if (stopped) {
            stop(
                    new StopRequest(request.run(), node.in(), request.path(), ErrorNames.STOPPED, LATE),
                    node,
                    request.path());
        }
        return stopped;
    }

    /** Returns the graph of a run. If the workflow has not been deployed anew, nothing is read. */
    private RunGraph graph(RunRecord run) {
        return workflows
                .find(run.workflow())
                .map(DeployedWorkflow::graph)
                .filter(deployed -> deployed.hash().equals(run.graph()))
                .orElseGet(() -> payloads.graph(run));
    }

    /**
     * Aborts those of some RUNNING actions that have been stopped. An action whose record was written while its scope was
     * stopped is one of them.
     *
     * @return whether there were any
     */
    boolean abortStopped(RunRecord run, RunGraph graph, Vertex node, List<List<Long>> paths) {
        boolean any = false;
        for (List<Long> path : graph.canBeStopped(node) ? paths : List.<List<Long>>of()) {
            if (path.size() == graph.depth(node.id()) && isStopped(run, graph, node, path)) {
                RecordKey key = RecordKey.of(run.id(), node.id(), path);
                any |= actions.abort(key, clock.instant(), ErrorNames.STOPPED, LATE);
            }
        }
        return any;
    }

    /** Returns whether a scope around an action has been stopped, or its run has ended. */
    private boolean isStopped(RunRecord run, RunGraph graph, Vertex node, List<Long> path) {
        if (run.status().ended()) {
            return true;
        }
        for (Optional<Vertex> outer = graph.node(node.in());
                outer.isPresent();
                outer = graph.node(outer.get().in())) {
            for (Vertex stop : graph.stopsIn(outer.get().id())) {
                List<Long> at = path.subList(0, graph.depth(stop.id()));
                if (reader.action(run.id(), stop.id(), at).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
