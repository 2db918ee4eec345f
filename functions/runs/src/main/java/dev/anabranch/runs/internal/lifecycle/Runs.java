package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runs.internal.action.ActionPages;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.CompletedPages;
import dev.anabranch.runs.internal.action.FanOutModes;
import dev.anabranch.runs.internal.action.ItemRows;
import dev.anabranch.runs.internal.action.ItemStates;
import dev.anabranch.runs.internal.action.LabelledItems;
import dev.anabranch.runs.internal.action.NodeSummary;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.RunCounts;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunTelemetry;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.action.SettledSummary;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.LogPage;
import dev.anabranch.runs.internal.record.LogQuery;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunLogs;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunSearch;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runs.internal.record.Workflows;
import dev.anabranch.runs.internal.rerun.RerunPlanner;
import dev.anabranch.runs.internal.rerun.RerunPreview;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.reuse.ReportCopier;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.CallbackId;
import dev.anabranch.runtime.internal.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All operations on runs: start, read, cancel, rerun and delete. The command line, the run API and the embedded cloud
 * use this class. Safe to call from several threads and processes.
 *
 * <p>Every method throws {@link RunRefused} with a message for the caller if the request cannot be fulfilled, and
 * {@link dev.anabranch.runtime.internal.payload.StoreException} or {@link ExecutionService.ExecutionsUnavailable} if a
 * service is unavailable.
 */
public final class Runs {

    /** The default of {@link Builder#describedPerPage}. */
    private static final int DESCRIBED_PER_PAGE = 10;

    /** The number of latest runs among which an unknown id is looked for. */
    private static final int SUGGESTED = 50;

    /**
     * The longest time from the record of a run to its execution. It takes milliseconds, but the disk may refuse writes
     * for a while.
     */
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    /** The maximum number of seconds to wait for the end of a stopped execution. */
    private static final int STOPPING = 20;

    private final RunRegistry registry;
    private final ExecutionService executions;
    private final Workflows workflows;
    private final RunReader reader;
    private final FanOutModes modes;
    private final RunPayloads payloads;
    private final InstantSource clock;
    private final Duration lostAfter;
    private final Instant serving;
    private final int describedPerPage;
    private final RunStart starts;
    private final RunSweep sweep;
    private final RunCounts counts;
    private final SettledSummary.OfRuns summaries = new SettledSummary.OfRuns();
    private final @Nullable Duration countAtMost;
    private final RunSignals signals;
    private final ActionStore actions;
    private final Consumer<Duration> pause;
    private final @Nullable RunLogs logs;
    private final SubRuns subRuns;
    private final RunStops stops;
    private final Executor executor;

    private Runs(Builder builder) {
        registry = required(builder.registry, "registry");
        executions = required(builder.executions, "executions");
        workflows = required(builder.workflows, "workflows");
        PayloadStore store = required(builder.payloads, "payloads");
        actions = required(builder.actions, "actions");
        executor = required(builder.executor, "executor");
        reader = new RunReader(actions, store, executor);
        modes = new FanOutModes(store, reader);
        payloads = new RunPayloads(store);
        clock = required(builder.clock, "clock");
        lostAfter = builder.lostAfter;
        serving = builder.serving;
        describedPerPage = builder.describedPerPage;
        signals = new RunSignals(actions, reader, executions, new ReportCopier(store), executor, clock);
        starts = new RunStart(registry, executions, payloads, clock, required(builder.random, "random"), signals);
        pause = builder.pause;
        logs = builder.logs;
        subRuns = new SubRuns(registry, workflows, actions, store, reader, payloads, starts, clock, executor);
        sweep = new RunSweep(actions, executor, clock, pause);
        stops = new RunStops(
                registry, workflows, executions, actions, reader, payloads, subRuns, sweep, executor, clock);
        countAtMost = builder.countAtMost;
        counts = new RunCounts(
                registry, actions, reader, executor, clock, workflows.longestTimeout(), builder.countAtMost);
    }

    /** Returns a builder. All parts without a default must be set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a run, or returns the run that an earlier equal request with the same Idempotency-Key started.
     *
     * @return the record of the run
     */
    public RunRecord start(RunRequest request) {
        DeployedWorkflow workflow = workflows
                .find(request.workflow())
                .orElseThrow(() ->
                        new RunRefused(Reason.UNKNOWN_WORKFLOW, "There is no workflow `" + request.workflow() + "`."));
        workflow.inputs().check(request.input());
        return starts.start(RunStart.StartRequest.of(workflow, request));
    }

    /**
     * Returns a run. If its record is RUNNING, reads the state of its execution, because the event of its end may have
     * been lost.
     */
    public RunRecord get(String runId) {
        return repaired(record(runId));
    }

    private RunRecord record(String runId) {
        return known(runId).orElseThrow(() -> unknown(runId, NearestName.hint(runId, latest())));
    }

    private Optional<RunRecord> known(String runId) {
        return RunIds.isId(runId) ? registry.read(runId) : Optional.empty();
    }

    private static RunRefused unknown(String runId, String hint) {
        return new RunRefused(
                Reason.UNKNOWN_RUN,
                "There is no run `" + runId + "`." + hint + " The list of runs has those that are kept.");
    }

    /** Returns the ids of the latest runs, one of which may be meant if a run does not exist. */
    private List<String> latest() {
        try {
            return ids(registry.list(new RunQuery(Optional.empty(), Optional.empty(), SUGGESTED))
                    .items());
        } catch (StoreException e) {
            return List.of(); // A suggestion is less important than the message.
        }
    }

    /**
     * Lists runs without inputs and outputs, most recently started first. For the oldest RUNNING runs of a page, reads
     * the state of the execution; other runs are listed as recorded. The indexes of the table do not have the action that
     * started a run, so runs with ids of such runs are read.
     */
    public RunPage<RunRecord> list(RunQuery query) {
        RunPage<RunRecord> page = registry.list(query);
        return new RunPage<>(someRepaired(subRuns.withParents(page.items())), page.next());
    }

    /**
     * Searches the runs of a list page by page until a page is full or {@link RunSearch#MOST} runs have been searched. A
     * page can therefore be short or empty although more follow.
     */
    public RunPage<RunRecord> search(RunSearch search) {
        if (search.isAll()) {
            return list(search.query());
        }
        RunQuery query = search.query();
        RunQuery searched = new RunQuery(query.workflow(), query.cursor(), RunQuery.MOST, query.from(), query.to());
        List<RunRecord> found = new ArrayList<>();
        int count = 0;
        while (true) {
            RunPage<RunRecord> page = registry.list(searched);
            List<RunRecord> matching = subRuns.withParents(
                    page.items().stream().filter(search::hasText).toList());
            for (RunRecord run : someRepaired(matching)) {
                if (search.hasStatus(run)) {
                    found.add(run);
                    if (found.size() == query.limit()) {
                        int last = ids(page.items()).indexOf(run.id());
                        boolean more =
                                last + 1 < page.items().size() || page.next().isPresent();
                        return new RunPage<>(
                                found, more ? Optional.of(registry.after(run)) : Optional.empty(), count + last + 1);
                    }
                }
            }
            count += page.items().size();
            if (page.next().isEmpty() || count >= RunSearch.MOST) {
                return new RunPage<>(found, page.next(), count);
            }
            searched = searched.after(page.next().get());
        }
    }

    private static List<String> ids(List<RunRecord> runs) {
        return runs.stream().map(RunRecord::id).toList();
    }

    /**
     * Counts the actions of runs of a list. Reads each block whose actions have ended about once, and the final counts of
     * a run from its record. Runs with many actions that have not been counted yet are missing: a later call continues.
     * Runs whose data is being deleted or has expired are missing too.
     */
    public Map<String, RunTally> tallies(List<RunRecord> listed) {
        return counts.of(listed, payloads::graph);
    }

    /** Repairs the last RUNNING runs of a page, up to the limit of descriptions. */
    private List<RunRecord> someRepaired(List<RunRecord> page) {
        RunRecord[] runs = page.toArray(RunRecord[]::new);
        int repairs = 0;
        for (int i = runs.length - 1; i >= 0 && repairs < describedPerPage; i--) {
            if (!runs[i].status().ended()) {
                runs[i] = repairedIfComplete(runs[i]);
                repairs++;
            }
        }
        return List.of(runs);
    }

    /** Repairs a run of a list. If its data has expired, it is listed as recorded, so that the others are listed too. */
    private RunRecord repairedIfComplete(RunRecord run) {
        try {
            return repaired(run);
        } catch (RunRefused | PayloadMissing gone) {
            return registry.read(run.id()).orElse(run);
        }
    }

    /**
     * Records the end of a run after an event of Step Functions. Has no effect if the execution is running or the end
     * is already recorded.
     */
    public RunRecord ended(String runId) {
        // The function that handles the events may not list runs, so the message names no similar one.
        return repaired(known(runId).orElseThrow(() -> unknown(runId, "")));
    }

    /**
     * Records that the process that executed a run has terminated: the run becomes LOST and its running actions
     * ABORTED. Has no effect if the run has ended.
     */
    public RunRecord lost(String runId) {
        RunRecord run = record(runId);
        if (run.status().ended()) {
            return run;
        }
        return endAll(run, lost(clock.instant()));
    }

    /**
     * Starts the executions of runs that have a record only, because the process of the request ended in between: so the
     * outcome does not depend on whether the client repeats its request before the run is considered lost. Reruns wait
     * for their requests. To be called before the first request, after all workflows have been deployed.
     */
    public void resumeStarts() {
        Instant oldest = Instant.MIN;
        Optional<String> cursor = Optional.empty();
        do {
            RunPage<RunRecord> page = registry.list(new RunQuery(Optional.empty(), cursor, RunQuery.MOST));
            for (RunRecord run : page.items()) {
                if (oldest.equals(Instant.MIN)) {
                    oldest = run.started().minus(LONGEST_START);
                } else if (run.started().isBefore(oldest)) {
                    return;
                }
                if (!run.status().ended()
                        && executions.describe(run.workflow(), run.id()).isEmpty()) {
                    resumeStart(record(run.id()));
                }
            }
            cursor = page.next();
        } while (cursor.isPresent());
    }

    private void resumeStart(RunRecord run) {
        Optional<DeployedWorkflow> workflow = workflows.find(run.workflow());
        if (run.parent() == null && workflow.isPresent()) {
            starts.resume(workflow.get(), input(run), run);
        }
    }

    private RunRecord repaired(RunRecord run) {
        if (run.status().ended()) {
            return run;
        }
        Instant now = clock.instant();
        Optional<ExecutionState> state = executions.describe(run.workflow(), run.id());
        if (state.isEmpty()) {
            Instant began = run.started().isBefore(serving) ? serving : run.started();
            return now.isBefore(began.plus(lostAfter)) || isBeingStarted(run.id()) ? run : endAll(run, lost(now));
        }
        return state.get().status().ended()
                ? endAll(run, RunEndResolver.of(run, state.get(), reader, payloads, now))
                : run;
    }

    /** Returns whether the state machine of another run, which has not ended, starts the execution of a run. */
    private boolean isBeingStarted(String runId) {
        // Records in lists do not have the parent.
        return registry.read(runId)
                .flatMap(RunRecord::startedBy)
                .flatMap(parent -> registry.read(parent.run()))
                .filter(parent -> !parent.status().ended())
                .isPresent();
    }

    /**
     * Records the end of a run. Unless it succeeded, also ends the runs that it has started, and aborts the actions that
     * are still running.
     */
    private RunRecord endAll(RunRecord run, RunEnd end) {
        RunRecord ended = end(run, end);
        if (ended.status() != RunStatus.SUCCEEDED) {
            RunGraph graph = payloads.graph(run);
            stops.children(ended, graph);
            sweep.sweep(new RunWalk(graph, reader, run.id()));
        } else {
            endStopped(ended);
        }
        return ended;
    }

    /**
     * Ends actions of a run that has succeeded which began while their scope was stopped, or which the call that ends
     * them has missed because it failed.
     */
    private void endStopped(RunRecord run) {
        RunGraph graph = payloads.graph(run);
        if (graph.nodes().stream().anyMatch(node -> !node.stops().isEmpty())) {
            stops.children(run, graph);
            sweep.sweepOnce(new RunWalk(graph, reader, run.id()));
        }
    }

    private static RunEnd lost(Instant now) {
        return new RunEnd(
                RunStatus.LOST,
                now,
                null,
                new RunError(
                        "",
                        "",
                        "Anabranch.ExecutionLost",
                        "The execution does not exist: the process that ran it has terminated, or it never started."));
    }

    /**
     * Prepares the run of an action without starting its execution: the state machine of the action's run does that.
     * Repeating the request has no further effect. If the action has been stopped in the meantime, the new run ends
     * immediately.
     */
    public SubRunStarted prepare(SubRunRequest request) {
        SubRunStarted started = subRuns.prepare(request);
        return started.input().isPresent() && stops.endedWhilePrepared(request, started.run())
                ? new SubRunStarted(started.run(), Optional.empty())
                : started;
    }

    /**
     * Ends the running actions in a scope of a run that is stopped, and the runs that they have started.
     *
     * @return the number of actions that it has ended
     */
    public long stop(StopRequest request) {
        return stops.scope(request, record(request.run()));
    }

    /** Lists the runs that actions of a run have started, in the order of the nodes and indexes. */
    public List<RunRecord> children(String runId) {
        return subRuns.of(record(runId)).stream().map(this::repairedIfComplete).toList();
    }

    /**
     * Lists the runs that actions of a run have started page by page, in the order of the nodes and indexes. For the
     * last RUNNING runs of a page, reads the state of the execution.
     *
     * @param cursor the end of the previous page; empty for the first page
     * @param limit the maximum number of runs in a page
     */
    public RunPage<RunRecord> children(String runId, Optional<String> cursor, int limit) {
        RunPage<RunRecord> page = subRuns.page(record(runId), cursor, limit);
        return new RunPage<>(someRepaired(page.items()), page.next());
    }

    /**
     * Returns a run whose execution the state machine of another run has awaited. If the run has not ended, its execution
     * exceeded its timeout or was never started, so its end is recorded with {@code error}.
     */
    public RunRecord awaited(String runId, RunError error) {
        RunRecord run = get(runId);
        return run.status().ended() ? run : endAll(run, new RunEnd(RunStatus.ABORTED, clock.instant(), null, error));
    }

    private RunRecord end(RunRecord run, RunEnd end) {
        return registry.end(run.id(), end)
                ? run.ended(end)
                : registry.read(run.id()).orElse(run.ended(end));
    }

    /**
     * Cancels a run: stops its execution, then records its running actions as ABORTED and ignores their results.
     * Cancelling a run again sweeps its records again and discards its stored counts.
     *
     * @return the run, which may have ended just before
     */
    public RunRecord cancel(String runId) {
        RunRecord run = get(runId);
        if (run.status() != RunStatus.ABORTED) {
            if (run.status().ended()) {
                throw new RunRefused(
                        Reason.ALREADY_ENDED, "The run `" + runId + "` has already ended: it is " + run.status() + ".");
            }
            executions.stop(run.workflow(), runId);
            run = stopped(runId);
        }
        if (run.status() == RunStatus.ABORTED) {
            RunGraph graph = payloads.graph(run);
            stops.children(run, graph);
            long changed = sweep.sweep(new RunWalk(graph, reader, runId));
            if (changed > 0 || run.counts() != null) {
                forgetCounts(run);
            }
        }
        return run;
    }

    /** Waits until Step Functions reports the end of the execution, usually within a second. */
    private RunRecord stopped(String runId) {
        RunRecord run = get(runId);
        for (int i = 0; i < STOPPING && !run.status().ended(); i++) {
            pause.accept(Duration.ofSeconds(1));
            run = get(runId);
        }
        return run;
    }

    /**
     * Starts a run that adopts the results of an earlier run and computes the rest. It has the same input and uses the
     * workflow's current definition. The earlier run may be deleted once the new one has ended.
     */
    public RunRecord rerun(RerunRequest request) {
        PlannedRerun planned = planned(request);
        return starts.start(RunStart.StartRequest.of(planned.workflow(), planned.input(), request, planned.plan()));
    }

    /**
     * Returns what a rerun would compute and adopt, without starting it. Refuses the requests that {@link #rerun} refuses.
     * Reads the records of the earlier run twice: to plan, and to count.
     */
    public RerunPreview preview(RerunRequest request) {
        request.runId().ifPresent(RunIds::checked);
        PlannedRerun planned = planned(request);
        return planned.planner().preview(planned.plan());
    }

    /** A rerun that can be started. */
    private record PlannedRerun(
            RunRecord source,
            DeployedWorkflow workflow,
            JsonNode input,
            RunGraph before,
            RerunPlanner planner,
            AdoptionPlan plan) {}

    private PlannedRerun planned(RerunRequest request) {
        RunRecord source = get(request.run());
        if (!source.status().ended()) {
            throw new RunRefused(
                    Reason.STILL_RUNNING,
                    "The run `" + source.id() + "` is still running. Wait until it has ended, or cancel it first.");
        }
        DeployedWorkflow workflow = workflows
                .find(source.workflow())
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_WORKFLOW,
                        "The workflow `" + source.workflow() + "` of run `" + source.id()
                                + "` is no longer deployed."));
        JsonNode input = input(source);
        workflow.inputs().check(input);
        RunGraph before = payloads.graph(source);
        RerunPlanner planner = new RerunPlanner(source.id(), before, workflow.graph(), reader);
        AdoptionPlan plan = planner.plan(request.selection());
        if (plan.computed().isEmpty() && source.status() == RunStatus.SUCCEEDED && before.equals(workflow.graph())) {
            throw new RunRefused(
                    Reason.NOTHING_TO_DO,
                    "The run `" + source.id() + "` has all results that it needs and the workflow is unchanged:"
                            + " there is nothing to compute. Select a node or items to compute again.");
        }
        return new PlannedRerun(source, workflow, input, before, planner, plan);
    }

    /**
     * Returns the paths of the actions of a node whose items have a label.
     *
     * @throws RunRefused if no item that has started has the label; the message names a similar one
     */
    public List<List<Long>> labelled(String runId, String node, String label) {
        RunGraph graph = graph(runId);
        RunWalk walk = new RunWalk(graph, reader, runId);
        return LabelledItems.find(graph, walk, graph.node(node).stream().toList(), label, runId)
                .actions();
    }

    /**
     * Returns the node of a run that waits for an answer.
     *
     * @throws RunRefused if the run has ended, or has no such node
     */
    public RunGraph.Vertex awaiting(String runId, String node) {
        RunRecord run = get(runId);
        RunGraph graph = payloads.graph(run);
        RunGraph.Vertex found = graph.node(node)
                .filter(vertex -> vertex.kind() == RunGraph.Kind.AWAIT)
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_NODE,
                        "The workflow of run `" + runId + "` has no node `" + node + "` that waits for an answer."));
        if (run.status().ended()) {
            throw new RunRefused(
                    Reason.ALREADY_ENDED,
                    "The run `" + runId + "` has already ended: it is " + run.status()
                            + ". Nothing waits for an answer.");
        }
        return found;
    }

    /**
     * Answers actions that wait for an answer. The first answer of an action wins.
     *
     * @return the outcome for each action, in the order of the request
     */
    public List<SignalOutcome> signal(SignalRequest request) {
        RunRecord run = record(request.run());
        RunGraph graph = payloads.graph(run);
        graph.node(request.node()).ifPresent(node -> stops.abortStopped(run, graph, node, request.paths()));
        return signals.answer(request);
    }

    /**
     * Completes a callback with a value, which the caller has checked against its type. The first completion or failure
     * wins.
     *
     * @param key identifies the request, so that its repetition has the same outcome
     */
    public SignalOutcome complete(CallbackId callback, JsonNode value, String key) {
        return signals.complete(callback, value, key);
    }

    /**
     * Fails a callback. The first completion or failure wins.
     *
     * @param key identifies the request, so that its repetition has the same outcome
     */
    public SignalOutcome fail(CallbackId callback, String error, String message, String key) {
        return signals.fail(callback, error, message, key);
    }

    /** Receives a heartbeat of a callback. */
    public SignalOutcome heartbeat(CallbackId callback) {
        return signals.heartbeat(callback);
    }

    /**
     * Deletes a run: the runs that its actions have started, the records of its actions, its payloads, files and logs,
     * and finally its own record.
     */
    public void delete(String runId) {
        RunRecord run = get(runId);
        if (!run.status().ended()) {
            throw new RunRefused(
                    Reason.STILL_RUNNING, "The run `" + runId + "` is still running. Cancel it before deleting it.");
        }
        subRuns.of(run).forEach(child -> delete(child.id()));
        new RunWalk(payloads.graph(run), reader, runId).partitions(partition -> {
            actions.delete(partition);
            return true;
        });
        payloads.deleteAll(runId);
        if (logs != null) {
            logs.delete(runId);
        }
        registry.delete(runId);
        counts.forget(run);
        summaries.forget(run);
        modes.forget(run);
    }

    /** Returns a page of the log of a run; empty if logs are kept by another service, such as CloudWatch Logs. */
    public Optional<LogPage> logs(String runId, LogQuery query) {
        RunGraph graph = graph(runId);
        query.node().ifPresent(node -> call(runId, graph, node));
        return Optional.ofNullable(logs).map(kept -> kept.page(runId, query));
    }

    /** Returns the input of a run. */
    public JsonNode input(String runId) {
        return input(record(runId));
    }

    private JsonNode input(RunRecord run) {
        return payloads.read(Objects.requireNonNull(run.input(), "A run that is read has its input."), run);
    }

    /**
     * Returns the output of a run, in memory; empty if it has none.
     *
     * @throws dev.anabranch.action.UnreadableInput if a record that it needs has expired
     */
    public Optional<JsonNode> output(String runId) {
        RunRecord run = get(runId);
        return run.output() == null
                ? Optional.empty()
                : Optional.of(reader.output(runId, Wire.parse(payloads.read(run.output(), run))));
    }

    /** Returns the graph of a run's workflow as it was when the run was started. */
    public RunGraph graph(String runId) {
        return payloads.graph(record(runId));
    }

    /** Lists the started actions of a run, by node and index. */
    public RunPage<RunAction> actions(String runId, ActionQuery query) {
        RunRecord run = record(runId);
        RunGraph graph = payloads.graph(run);
        query.node().ifPresent(node -> call(runId, graph, node));
        RunWalk walk = new RunWalk(graph, reader, run);
        RunPage<RunAction> page = ActionPages.page(graph, walk, query);
        List<RunAction> running = page.items().stream()
                .filter(action -> action.record().status() == ActionStatus.RUNNING)
                .toList();
        boolean late = run.status().ended()
                ? !running.isEmpty() && sweep.sweepOnce(walk) > 0
                : running.stream().filter(action -> stopped(run, graph, action)).count() > 0;
        return explained(run, late ? ActionPages.page(graph, walk, query) : page);
    }

    /** Aborts a running action if it has been stopped; returns whether it has. */
    private boolean stopped(RunRecord run, RunGraph graph, RunAction action) {
        RunGraph.Vertex node = graph.node(action.node()).orElseThrow();
        return node.kind() == RunGraph.Kind.AWAIT && stops.abortStopped(run, graph, node, List.of(action.indexes()));
    }

    /** Adds the reason to actions that a run did not need to succeed. */
    private static RunPage<RunAction> explained(RunRecord run, RunPage<RunAction> page) {
        return run.status() != RunStatus.SUCCEEDED
                ? page
                : new RunPage<>(
                        page.items().stream().map(RunAction::ofSuccessfulRun).toList(), page.next());
    }

    /** Returns whether a run has ended so long ago that no attempt can write any more. */
    public boolean isFinal(String runId) {
        return counts.isSettled(record(runId));
    }

    /** Returns when a run started. */
    public Instant started(String runId) {
        return record(runId).started();
    }

    /**
     * Returns the statuses of consecutive items of a fan-out: at most 25,000, from the block of {@code from} on.
     *
     * @param node a call in a fan-out
     * @param parents the indexes of the enclosing items; empty for a fan-out that is not nested
     */
    public ItemStates itemStates(String runId, String node, List<Long> parents, long from) {
        RunRecord run = record(runId);
        RunGraph graph = payloads.graph(run);
        call(runId, graph, node);
        int depth = graph.depth(node);
        if (depth != parents.size() + 1) {
            throw new RunRefused(
                    Reason.UNKNOWN_NODE,
                    depth == 0
                            ? "The node `" + node + "` is in no fan-out, so it has no items."
                            : "The node `" + node + "` is in " + depth + " fan-outs, so `in` must have " + (depth - 1)
                                    + " indexes, such as `"
                                    + RunWalk.joined(Collections.nCopies(Math.max(1, depth - 1), 0L)) + "`.");
        }
        RunGraph.Vertex vertex = graph.node(node).orElseThrow();
        return ItemStates.read(new RunWalk(graph, reader, run), vertex, parents, from);
    }

    /**
     * Returns the statuses of consecutive items of a nested fan-out as rows, at most 25,000 items.
     *
     * @param node a call in at least two fan-outs
     * @param from the indexes of the first item, whose block is the first that is read; missing ones are 0
     * @param limit the maximum number of rows, at most {@link ItemRows#MOST}
     */
    public ItemRows itemRows(String runId, String node, List<Long> from, int limit) {
        RunRecord run = record(runId);
        RunGraph graph = payloads.graph(run);
        call(runId, graph, node);
        int depth = graph.depth(node);
        if (depth < 2 || depth < from.size()) {
            throw new RunRefused(
                    Reason.UNKNOWN_NODE,
                    depth < 2
                            ? "The node `" + node + "` is in no nested fan-out, so its items are no rows."
                                    + (depth == 1 ? " `/runs/{run}/items` returns them." : "")
                            : "The node `" + node + "` is in " + depth + " fan-outs, so `from` must have at most "
                                    + depth + " indexes.");
        }
        return ItemRows.read(new RunWalk(graph, reader, run), graph.node(node).orElseThrow(), from, limit);
    }

    /**
     * Returns what the actions of a run have reported. Reads the records of all started actions, for at most {@link
     * Builder#countAtMost}.
     *
     * @param node the node whose actions are read; empty for all
     */
    public RunTelemetry telemetry(String runId, Optional<String> node) {
        RunRecord run = record(runId);
        RunGraph graph = payloads.graph(run);
        node.ifPresent(name -> call(runId, graph, name));
        List<RunGraph.Vertex> nodes = graph.nodes().stream()
                .filter(vertex -> node.isEmpty() || vertex.id().equals(node.get()))
                .toList();
        return RunTelemetry.read(new RunWalk(graph, reader, run), nodes, clock, countAtMost);
    }

    /**
     * Returns what all started actions of a node have in common, such as the durations of all rows of a nested fan-out. A
     * process reads each record about once: it remembers what it has read of actions that cannot change. Reads for at most
     * {@link Builder#countAtMost}; later calls then continue.
     */
    public NodeSummary summary(String runId, String node) {
        RunRecord run = record(runId);
        SettledSummary.OfRun known = summaries.of(run);
        RunGraph graph = payloads.graph(run);
        call(runId, graph, node);
        RunWalk walk = new RunWalk(graph, reader, run, known.widths());
        return NodeSummary.read(
                walk, graph.node(node).orElseThrow(), run.ended() != null, known.of(node), clock, countAtMost);
    }

    /**
     * Returns the record of an action; empty if it has not started.
     *
     * @param path its indexes; empty outside any fan-out
     */
    public Optional<ActionRecord> action(String runId, String node, List<Long> path) {
        RunGraph graph = graph(runId);
        call(runId, graph, node);
        return graph.depth(node) == path.size() ? reader.action(runId, node, path) : Optional.empty();
    }

    /**
     * Lists the actions of a node that have completed since the previous page. Each action is listed once. The last
     * page has no next page; it exists only when the run has ended and all actions have been listed. A page can be
     * empty although more follow.
     *
     * @param cursor the end of the previous page; empty for the first page
     * @param limit the maximum number of actions in a page
     */
    public RunPage<RunAction> completed(String runId, String node, Optional<String> cursor, int limit) {
        RunGraph graph = graph(runId);
        call(runId, graph, node);
        // Read before the records: an action that had finished by then is in the records.
        RunRecord run = get(runId);
        return explained(
                run,
                CompletedPages.page(
                        graph,
                        new RunWalk(graph, reader, run),
                        node,
                        cursor,
                        limit,
                        run.status().ended()));
    }

    private static void call(String runId, RunGraph graph, String node) {
        if (graph.node(node).filter(found -> found.kind().hasActions()).isPresent()) {
            return;
        }
        List<String> inside = graph.nodes().stream()
                .filter(found -> found.kind().hasActions() && !found.added() && graph.isInside(found.id(), node))
                .map(RunGraph.Vertex::id)
                .toList();
        if (!inside.isEmpty()) {
            throw new RunRefused(
                    Reason.UNKNOWN_NODE,
                    "The node `" + node + "` of run `" + runId
                            + "` has no actions itself, because it contains other nodes. Name one of these: "
                            + String.join(", ", inside) + ".");
        }
        List<String> names = graph.nodes().stream()
                .filter(found -> found.kind().hasActions() && !found.added())
                .map(RunGraph.Vertex::id)
                .toList();
        throw new RunRefused(
                Reason.UNKNOWN_NODE,
                "The workflow of run `" + runId + "` has no node `" + node + "`." + NearestName.hint(node, names)
                        + " It has: " + String.join(", ", names) + ".");
    }

    /**
     * Counts the started actions of a run by status. Reads all their records, for at most {@link Builder#countAtMost}.
     * The final counts are stored with the run: immediately if it succeeded, otherwise once no attempt can still be
     * running, which is 16 minutes after its end.
     */
    public RunTally tally(String runId) {
        RunRecord run = record(runId);
        RunTally known = counts.of(run, () -> payloads.graph(run));
        if (!aborted(run, known)) {
            return known;
        }
        forgetCounts(run);
        return counts.now(run, () -> payloads.graph(run));
    }

    /** Returns the numbers of {@link #tally} for all nodes together. */
    public ActionCounts counts(String runId) {
        return tally(runId).counts();
    }

    private void forgetCounts(RunRecord run) {
        registry.forgetCounts(run.id());
        counts.forget(run);
        summaries.forget(run);
    }

    /**
     * Aborts the actions of a run that has ended which a late delivery has claimed since.
     *
     * @return true if there were any
     */
    private boolean aborted(RunRecord run, RunTally known) {
        return run.status().ended()
                && known.counts().running() > 0
                && sweep.sweepOnce(new RunWalk(payloads.graph(run), reader, run.id())) > 0;
    }

    /**
     * Counts the started actions without storing the counts, so that counting adds no write to the cost of a run that
     * has just ended.
     */
    public ActionCounts countsNow(String runId) {
        RunRecord run = record(runId);
        RunTally known = counts.now(run, () -> payloads.graph(run));
        RunTally now = aborted(run, known) ? counts.now(run, () -> payloads.graph(run)) : known;
        return now.counts();
    }

    /**
     * Returns the number of actions of each call in a fan-out whose list is already known. Calls in nested fan-outs,
     * calls in loops, and calls that a conditional may skip are left out.
     *
     * @return the numbers by node, in the order of the graph
     */
    public Map<String, Long> widths(String runId) {
        RunGraph graph = graph(runId);
        RunWalk walk = new RunWalk(graph, reader, runId);
        Map<String, Long> widths = new LinkedHashMap<>();
        for (RunGraph.Vertex node : graph.nodes()) {
            List<String> fanOuts = graph.fanOuts(node.id());
            boolean inFanOut = graph.node(node.in())
                    .filter(outer -> outer.kind() == RunGraph.Kind.FAN_OUT)
                    .isPresent();
            if (inFanOut && node.kind().hasActions() && node.stops().isEmpty() && fanOuts.equals(List.of(node.in()))) {
                String list = graph.inspectedNode(node.in());
                if (reader.action(runId, list, List.of())
                        .flatMap(ActionRecord::stored)
                        .isPresent()) {
                    widths.put(node.id(), walk.width(node.in(), List.of()));
                }
            }
        }
        return widths;
    }

    /** Returns the modes in which the fan-outs of a run run, by name: see {@link FanOutModes#of}. */
    public Map<String, Set<FanOutModes.Mode>> modes(String runId) {
        RunRecord run = record(runId);
        return modes.of(run, payloads.graph(run));
    }

    /** Returns the reader of results and files. */
    public RunReader reader() {
        return reader;
    }

    private static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> "Runs need `" + name + "`.");
    }

    /** Builds a {@link Runs}. */
    public static final class Builder {
        private @Nullable RunRegistry registry;
        private @Nullable ExecutionService executions;
        private @Nullable Workflows workflows;
        private @Nullable ActionStore actions;
        private @Nullable PayloadStore payloads;
        private @Nullable Executor executor;
        private @Nullable InstantSource clock;
        private @Nullable RandomGenerator random;
        private Duration lostAfter = Duration.ofMinutes(5);
        private Instant serving = Instant.MIN;
        private int describedPerPage = DESCRIBED_PER_PAGE;
        private @Nullable Duration countAtMost;
        private Consumer<Duration> pause = duration -> {};
        private @Nullable RunLogs logs;

        private Builder() {}

        /** Sets the records of runs. */
        public Builder registry(RunRegistry records) {
            registry = records;
            return this;
        }

        /** Sets the service that runs state machines. */
        public Builder executions(ExecutionService port) {
            executions = port;
            return this;
        }

        /** Sets the workflows that can be started. */
        public Builder workflows(Workflows deployed) {
            workflows = deployed;
            return this;
        }

        /** Sets the records of actions. */
        public Builder actions(ActionStore store) {
            actions = store;
            return this;
        }

        /** Sets the store of payloads. */
        public Builder payloads(PayloadStore store) {
            payloads = store;
            return this;
        }

        /** Sets the threads for parallel reads. */
        public Builder executor(Executor threads) {
            executor = threads;
            return this;
        }

        /** Sets the clock. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Sets the source of the random suffixes of ids of runs that start within one millisecond. */
        public Builder random(RandomGenerator generator) {
            random = generator;
            return this;
        }

        /**
         * Sets how long after its start a run without an execution is considered lost; 5 minutes by default. Between
         * writing the record and starting the execution, a run has none.
         */
        public Builder lostAfter(Duration duration) {
            lostAfter = duration;
            return this;
        }

        /**
         * Sets when the process began that serves all requests. A run is not considered lost sooner than {@link
         * #lostAfter} after it, because no client could repeat its request before. By default there is no such process.
         */
        public Builder servingSince(Instant begin) {
            serving = begin;
            return this;
        }

        /**
         * Sets the maximum number of RUNNING runs in a page of a list whose execution is described; {@value
         * #DESCRIBED_PER_PAGE} by default, because Step Functions throttles {@code DescribeExecution}.
         */
        public Builder describedPerPage(int executions) {
            describedPerPage = executions;
            return this;
        }

        /** Sets the time limit of {@link Runs#counts} and {@link Runs#telemetry}, after which they are partial; none by default. */
        public Builder countAtMost(Duration duration) {
            countAtMost = duration;
            return this;
        }

        /** Sets how to pause between the sweeps of a cancelled run; no pause by default. */
        public Builder pause(Consumer<Duration> waiting) {
            pause = waiting;
            return this;
        }

        /** Sets the logs of runs; by default another service keeps them. */
        public Builder logs(RunLogs kept) {
            logs = kept;
            return this;
        }

        /** Builds the service. */
        public Runs build() {
            return new Runs(this);
        }
    }
}
