package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.action.ActionPages;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.CompletedPages;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.RunCounts;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.Workflows;
import dev.anabranch.runs.internal.rerun.RerunPlanner;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that is done with runs from outside: started, looked at, cancelled, run again, deleted. The command line, the run API and the
 * embedded cloud go through here, wherever a run lives. Safe to call from several threads and processes.
 *
 * <p>Every method throws {@link RunRefused} with a sentence where what is asked cannot be done,
 * {@link dev.anabranch.runtime.internal.payload.StoreException} or {@link ExecutionService.ExecutionsUnavailable} where AWS does not answer.
 */
public final class Runs {

    /** Runs of a page of a list that are asked about again: {@code DescribeExecution} is throttled. */
    private static final int REPAIRS = 10;

    /** Times to ask whether a stopped execution has ended. */
    private static final int STOPPING = 20;

    private final RunRegistry registry;
    private final ExecutionService executions;
    private final Workflows workflows;
    private final RunReader reader;
    private final RunPayloads payloads;
    private final InstantSource clock;
    private final Duration lostAfter;
    private final RunStart starts;
    private final RunSweep sweep;
    private final RunCounts counts;
    private final ActionStore actions;
    private final Consumer<Duration> pause;

    private Runs(Builder builder) {
        registry = required(builder.registry, "registry");
        executions = required(builder.executions, "executions");
        workflows = required(builder.workflows, "workflows");
        PayloadStore store = required(builder.payloads, "payloads");
        actions = required(builder.actions, "actions");
        Executor executor = required(builder.executor, "executor");
        reader = new RunReader(actions, store, executor);
        payloads = new RunPayloads(store);
        clock = required(builder.clock, "clock");
        lostAfter = builder.lostAfter;
        starts = new RunStart(registry, executions, payloads, clock, required(builder.random, "random"));
        pause = builder.pause;
        sweep = new RunSweep(actions, executor, clock, pause);
        counts = new RunCounts(registry, actions, executor, clock, workflows.longestTimeout(), builder.countAtMost);
    }

    /** Everything without a default must be set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a run. With an Idempotency-Key that was used before for the same request, it is the run that was started then.
     *
     * @return its record
     */
    public RunRecord start(RunRequest request) {
        DeployedWorkflow workflow = workflows
                .find(request.workflow())
                .orElseThrow(() ->
                        new RunRefused(Reason.UNKNOWN_WORKFLOW, "There is no workflow `" + request.workflow() + "`."));
        workflow.inputs().check(request.input());
        return starts.start(new RunStart.Order(
                workflow,
                request.input(),
                request.runId(),
                request.idempotencyKey(),
                request.noCache(),
                "",
                null,
                null));
    }

    /** A run. One that is recorded as RUNNING is asked about, in case the news of its end was lost. */
    public RunRecord get(String runId) {
        return repaired(record(runId));
    }

    private RunRecord record(String runId) {
        return (RunIds.isId(runId) ? registry.read(runId) : Optional.<RunRecord>empty())
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_RUN,
                        "There is no run `" + runId + "`. Runs are forgotten some time after their start."));
    }

    /**
     * Runs, those that were started last first, without their inputs and outputs. The oldest few of a page that are recorded as RUNNING
     * are asked about; of the others the record is shown as it is.
     */
    public RunPage<RunRecord> list(RunQuery query) {
        RunPage<RunRecord> page = registry.list(query);
        RunRecord[] runs = page.items().toArray(RunRecord[]::new);
        int repairs = 0;
        for (int i = runs.length - 1; i >= 0 && repairs < REPAIRS; i--) {
            if (!runs[i].status().ended()) {
                runs[i] = repaired(runs[i]);
                repairs++;
            }
        }
        return new RunPage<>(List.of(runs), page.next());
    }

    /** The run has ended, as Step Functions says: records how. Harmless where that is not so, or was said before. */
    public RunRecord ended(String runId) {
        return get(runId);
    }

    /** The process that ran it is known to have ended: it is ABORTED, and so are its actions, unless it had ended before. */
    public RunRecord lost(String runId) {
        RunRecord run = record(runId);
        if (run.status().ended()) {
            return run;
        }
        return endAll(run, lost(clock.instant()));
    }

    private RunRecord repaired(RunRecord run) {
        if (run.status().ended()) {
            return run;
        }
        Instant now = clock.instant();
        Optional<ExecutionState> state = executions.describe(run.workflow(), run.id());
        if (state.isEmpty()) {
            return now.isBefore(run.started().plus(lostAfter)) ? run : endAll(run, lost(now));
        }
        return state.get().status().ended() ? endAll(run, RunEnding.of(run, state.get(), reader, payloads, now)) : run;
    }

    /** Ends a run, and the actions that are still under way where it did not wait for them. */
    private RunRecord endAll(RunRecord run, RunEnd end) {
        RunRecord ended = end(run, end);
        if (ended.status() != RunStatus.SUCCEEDED) {
            sweep.sweep(new RunWalk(payloads.graph(run), reader, run.id()));
        }
        return ended;
    }

    private static RunEnd lost(Instant now) {
        return new RunEnd(
                RunStatus.ABORTED,
                now,
                null,
                new RunError(
                        "",
                        "",
                        "Anabranch.ExecutionLost",
                        "Its execution is not there: it never began, or the process that ran it has ended."));
    }

    private RunRecord end(RunRecord run, RunEnd end) {
        return registry.end(run.id(), end)
                ? run.ended(end)
                : registry.read(run.id()).orElse(run.ended(end));
    }

    /**
     * Cancels a run: stops its execution, so that nothing more is started, then ends the actions that are under way as ABORTED. What they
     * still return counts for nothing. Cancelling a run that was cancelled before sweeps its records once more, and has its actions counted
     * anew.
     *
     * @return the run, which may have ended by itself a moment before
     */
    public RunRecord cancel(String runId) {
        RunRecord run = get(runId);
        if (run.status() != RunStatus.ABORTED) {
            if (run.status().ended()) {
                throw new RunRefused(
                        Reason.ALREADY_ENDED, "The run `" + runId + "` has ended: it is " + run.status() + ".");
            }
            executions.stop(run.workflow(), runId);
            run = stopped(runId);
        }
        if (run.status() == RunStatus.ABORTED) {
            long changed = sweep.sweep(new RunWalk(payloads.graph(run), reader, runId));
            if (changed > 0 || run.counts() != null) {
                registry.forgetCounts(runId);
            }
        }
        return run;
    }

    /** Step Functions says so within a moment. */
    private RunRecord stopped(String runId) {
        RunRecord run = get(runId);
        for (int i = 0; i < STOPPING && !run.status().ended(); i++) {
            pause.accept(Duration.ofSeconds(1));
            run = get(runId);
        }
        return run;
    }

    /**
     * Starts a run that adopts from an earlier one what succeeded there and computes the rest. It has the same input, and the workflow as
     * it is now. The earlier run may be deleted once the new one has ended.
     */
    public RunRecord rerun(RerunRequest request) {
        RunRecord source = get(request.run());
        if (!source.status().ended()) {
            throw new RunRefused(
                    Reason.STILL_RUNNING,
                    "The run `" + source.id() + "` is still going. Wait for its end, or cancel it first.");
        }
        DeployedWorkflow workflow = workflows
                .find(source.workflow())
                .orElseThrow(() -> new RunRefused(
                        Reason.UNKNOWN_WORKFLOW,
                        "The run `" + source.id() + "` is one of the workflow `" + source.workflow()
                                + "`, which there is no more."));
        JsonNode input = input(source);
        workflow.inputs().check(input);
        RunGraph before = payloads.graph(source);
        AdoptionPlan plan = new RerunPlanner(source.id(), before, workflow.graph(), reader).plan(request.selection());
        if (plan.computed().isEmpty() && source.status() == RunStatus.SUCCEEDED && before.equals(workflow.graph())) {
            throw new RunRefused(
                    Reason.NOTHING_TO_DO,
                    "All actions of the run `" + source.id() + "` succeeded, and the workflow is the same:"
                            + " there is nothing to compute. Say from which node on, or which items, to compute some again.");
        }
        return starts.start(new RunStart.Order(
                workflow,
                input,
                request.runId(),
                request.idempotencyKey(),
                request.noCache(),
                source.id() + "\n" + request.selection(),
                source.id(),
                plan));
    }

    /** Removes all that a run has left behind: its actions' records, its payloads and files, and last its own record. */
    public void delete(String runId) {
        RunRecord run = get(runId);
        if (!run.status().ended()) {
            throw new RunRefused(
                    Reason.STILL_RUNNING, "The run `" + runId + "` is still going. Cancel it before it is deleted.");
        }
        new RunWalk(payloads.graph(run), reader, runId).partitions(partition -> {
            actions.delete(partition);
            return true;
        });
        payloads.deleteAll(runId);
        registry.delete(runId);
    }

    /** What a run was given. */
    public JsonNode input(String runId) {
        return input(record(runId));
    }

    private JsonNode input(RunRecord run) {
        return payloads.read(Objects.requireNonNull(run.input(), "A run that is read has its input."), run);
    }

    /**
     * What a run returned, in memory; empty where it has not returned.
     *
     * @throws dev.anabranch.action.UnreadableInput when a record that it needs has expired
     */
    public Optional<JsonNode> output(String runId) {
        RunRecord run = get(runId);
        return run.output() == null
                ? Optional.empty()
                : Optional.of(reader.output(runId, Wire.parse(payloads.read(run.output(), run))));
    }

    /** The nodes of a run's workflow as they were when it was started. */
    public RunGraph graph(String runId) {
        return payloads.graph(record(runId));
    }

    /** The actions that a run has started: node by node, those of a fan-out in the order of their indexes. */
    public RunPage<RunAction> actions(String runId, ActionQuery query) {
        RunRecord run = record(runId);
        RunGraph graph = payloads.graph(run);
        query.node().ifPresent(node -> call(runId, graph, node));
        RunWalk walk = new RunWalk(graph, reader, runId);
        RunPage<RunAction> page = ActionPages.page(graph, walk, query);
        boolean late = run.status().ended()
                && page.items().stream().anyMatch(action -> action.record().status() == ActionStatus.RUNNING);
        return late && sweep.sweepOnce(walk) > 0 ? ActionPages.page(graph, walk, query) : page;
    }

    /**
     * Those actions of a node that have ended since the page before, whatever their indexes: to follow a run. Each is told once, and none
     * is left out; where the run has ended and all have been told, there is no next page. A page may be empty though more follow.
     *
     * @param cursor where the page before ended; empty for the first page
     * @param limit the most actions in a page
     */
    public RunPage<RunAction> completed(String runId, String node, Optional<String> cursor, int limit) {
        RunGraph graph = graph(runId);
        call(runId, graph, node);
        // Asked before the records are read: what has ended by now is in them.
        boolean ended = get(runId).status().ended();
        return CompletedPages.page(graph, new RunWalk(graph, reader, runId), node, cursor, limit, ended);
    }

    private static void call(String runId, RunGraph graph, String node) {
        if (graph.node(node).map(RunGraph.Vertex::kind).orElse(null) != RunGraph.Kind.CALL) {
            throw new RunRefused(
                    Reason.UNKNOWN_NODE,
                    "The workflow of run `" + runId + "` calls no task as `" + node + "`. It has: " + graph.callNames()
                            + ".");
        }
    }

    /**
     * How many actions a run has started, by how far they are. Reads all their records, until {@link Builder#countAtMost} is over; of a
     * run that has ended they are counted once and kept with the run: when it succeeded at once, else when no attempt can be left that still
     * writes, which is after 16 minutes.
     */
    public ActionCounts counts(String runId) {
        RunRecord run = record(runId);
        RunWalk walk = new RunWalk(payloads.graph(run), reader, runId);
        ActionCounts known = counts.of(run, walk);
        if (!aborted(run, known, walk)) {
            return known;
        }
        registry.forgetCounts(runId);
        return counts.now(walk);
    }

    /**
     * Aborts the actions of a run that has ended which a late delivery has claimed since.
     *
     * @return true if there were any
     */
    private boolean aborted(RunRecord run, ActionCounts known, RunWalk walk) {
        return run.status().ended() && known.running() > 0 && sweep.sweepOnce(walk) > 0;
    }

    /** The same, counted anew and not kept: for who runs it and says how it ended, where that must add nothing to what the run has cost. */
    public ActionCounts countsNow(String runId) {
        RunRecord run = record(runId);
        RunWalk walk = new RunWalk(payloads.graph(run), reader, runId);
        ActionCounts known = counts.now(walk);
        return aborted(run, known, walk) ? counts.now(walk) : known;
    }

    /**
     * How many actions each call in a fan-out will have, as far as that is known by now: the list has been made that the fan-out goes over.
     * Calls in a fan-out of a fan-out are left out, and so are those that a conditional may skip.
     *
     * @return by node, in the order of the graph
     */
    public Map<String, Long> widths(String runId) {
        RunGraph graph = graph(runId);
        RunWalk walk = new RunWalk(graph, reader, runId);
        Map<String, Long> widths = new LinkedHashMap<>();
        for (RunGraph.Vertex node : graph.nodes()) {
            List<String> fanOuts = graph.fanOuts(node.id());
            if (node.kind() == RunGraph.Kind.CALL && fanOuts.equals(List.of(node.in()))) {
                String list = graph.inspected(node.in());
                if (reader.action(runId, list, List.of())
                        .flatMap(ActionRecord::stored)
                        .isPresent()) {
                    widths.put(node.id(), walk.width(node.in(), List.of()));
                }
            }
        }
        return widths;
    }

    /** Reads the results of a run's actions, and its files. */
    public RunReader reader() {
        return reader;
    }

    private static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> "Runs need `" + name + "`.");
    }

    /** Gathers the parts. */
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
        private @Nullable Duration countAtMost;
        private Consumer<Duration> pause = duration -> {};

        private Builder() {}

        /** The records of runs. */
        public Builder registry(RunRegistry records) {
            registry = records;
            return this;
        }

        /** The executions of their state machines. */
        public Builder executions(ExecutionService port) {
            executions = port;
            return this;
        }

        /** What can be started. */
        public Builder workflows(Workflows deployed) {
            workflows = deployed;
            return this;
        }

        /** The records of actions. */
        public Builder actions(ActionStore store) {
            actions = store;
            return this;
        }

        /** The payloads. */
        public Builder payloads(PayloadStore store) {
            payloads = store;
            return this;
        }

        /** Threads for reading ahead. */
        public Builder executor(Executor threads) {
            executor = threads;
            return this;
        }

        /** The time. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Where the ends of ids are drawn from, when runs are started within a millisecond. */
        public Builder random(RandomGenerator generator) {
            random = generator;
            return this;
        }

        /**
         * How long after its start a run without an execution is given up: between writing the record and starting the execution
         * there is none. Five minutes by default.
         */
        public Builder lostAfter(Duration duration) {
            lostAfter = duration;
            return this;
        }

        /** How long {@link Runs#counts} may count before it says how many there are at least; as long as it takes by default. */
        public Builder countAtMost(Duration duration) {
            countAtMost = duration;
            return this;
        }

        /** Waits between the sweeps of a cancelled run's records; not at all by default. */
        public Builder pause(Consumer<Duration> waiting) {
            pause = waiting;
            return this;
        }

        /** The service. */
        public Runs build() {
            return new Runs(this);
        }
    }
}
