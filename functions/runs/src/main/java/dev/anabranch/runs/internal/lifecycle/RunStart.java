package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionService.ExecutionExists;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.codec.RunInputWire;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs, each once: payloads first, then the record, then the execution. Whoever dies in between leaves a record whose execution
 * does not exist, which the same request again starts.
 */
final class RunStart {

    private static final int LONGEST_KEY = 255;
    private static final int TRIES = 10;

    /** Ours and that of Step Functions. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final RunRegistry registry;
    private final ExecutionService executions;
    private final RunPayloads payloads;
    private final InstantSource clock;
    private final RandomGenerator random;

    RunStart(
            RunRegistry registry,
            ExecutionService executions,
            RunPayloads payloads,
            InstantSource clock,
            RandomGenerator random) {
        this.registry = registry;
        this.executions = executions;
        this.payloads = payloads;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What is to be started.
     *
     * @param input as JSON
     * @param asked what makes this request another than one with the same workflow and input; empty for nothing
     * @param source the run that it adopts results from, if any
     * @param plan what it adopts; null for nothing
     */
    record Order(
            DeployedWorkflow workflow,
            JsonNode input,
            Optional<String> runId,
            Optional<String> idempotencyKey,
            boolean noCache,
            String asked,
            @Nullable String source,
            @Nullable AdoptionPlan plan) {

        /** The same request gives the same hash. */
        String hash() {
            return RunIds.hash(workflow.name() + "\n" + input + "\n" + noCache + "\n" + asked);
        }
    }

    RunRecord start(Order order) {
        if (order.runId().isPresent() && order.idempotencyKey().isPresent()) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_REQUEST,
                    "Give the run an id or an Idempotency-Key, not both: either makes sure that it is started once.");
        }
        order.idempotencyKey().ifPresent(RunStart::checkKey);
        Optional<String> given = order.runId().map(RunIds::checked).or(() -> order.idempotencyKey()
                .map(key -> RunIds.ofKey(order.workflow().name(), key)));
        if (given.isPresent()) {
            return startOnce(order, given.get());
        }
        for (int i = 0; i < TRIES; i++) {
            String id = RunIds.of(order.workflow().name(), clock.instant(), random, i > 0);
            RunRecord run = record(order, id);
            if (registry.create(run)) {
                return launch(order, run);
            }
        }
        throw new RunRefused(RunRefused.Reason.CONFLICT, "Too many runs are started at once. Try again.");
    }

    private static void checkKey(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_REQUEST,
                    "An Idempotency-Key is 1 to " + LONGEST_KEY + " visible ASCII characters.");
        }
    }

    /** The run that was started by an earlier request of the same kind, or a new one. */
    private RunRecord startOnce(Order order, String id) {
        RunRecord run = record(order, id);
        if (registry.create(run)) {
            return launch(order, run);
        }
        RunRecord standing = registry.read(id).orElseThrow(() -> taken(id));
        if (!standing.request().equals(run.request())) {
            throw order.idempotencyKey()
                    .map(key -> new RunRefused(
                            RunRefused.Reason.CONFLICT,
                            "The Idempotency-Key `" + key + "` was used for another request, which started the run `"
                                    + id + "`."))
                    .orElseGet(() -> taken(id));
        }
        if (order.idempotencyKey().isEmpty()) {
            throw taken(id);
        }
        boolean neverBegan = !standing.status().ended()
                && executions.describe(standing.workflow(), id).isEmpty();
        return neverBegan ? launch(order, standing) : standing;
    }

    private static RunRefused taken(String id) {
        return new RunRefused(
                RunRefused.Reason.CONFLICT, "There is a run `" + id + "` already. Give this one another id, or none.");
    }

    private RunRecord record(Order order, String id) {
        String request = order.hash();
        Instant now = clock.instant();
        String graph = order.workflow().graph().hash();
        StoredResult input = payloads.input(id, request, order.input().toString());
        payloads.graph(id, graph, order.workflow().graph());
        return new RunRecord(
                id,
                order.workflow().name(),
                RunStatus.RUNNING,
                now,
                null,
                input,
                null,
                null,
                graph,
                order.source(),
                order.idempotencyKey().orElse(null),
                request,
                null);
    }

    private RunRecord launch(Order order, RunRecord run) {
        if (order.plan() != null) {
            byte[] plan = order.plan().toJson().toString().getBytes(StandardCharsets.UTF_8);
            payloads.put(PayloadKeys.adoption(run.id()), plan);
        }
        try {
            executions.start(run.workflow(), run.id(), executionInput(order, run));
        } catch (ExecutionExists e) {
            if (order.idempotencyKey().isPresent() && isOfNow(run)) {
                // Another request with the same key was faster, and the run may have ended already.
                return registry.read(run.id()).orElse(run);
            }
            // Of a run whose record is gone: Step Functions remembers names for 90 days.
            registry.delete(run.id());
            throw taken(run.id());
        }
        return run;
    }

    /** False where the execution of that name ended before this run was thought of. */
    private boolean isOfNow(RunRecord run) {
        return executions
                .describe(run.workflow(), run.id())
                .map(ExecutionState::stopped)
                .map(stopped -> !stopped.plus(CLOCKS_DIFFER).isBefore(run.started()))
                .orElse(true);
    }

    private String executionInput(Order order, RunRecord run) {
        ObjectNode start = JsonNodeFactory.instance.objectNode();
        start.set("run", new RunRef(run.id(), order.noCache(), order.plan() != null).toJson());
        start.set("input", input(order, run).toJson());
        return start.toString();
    }

    /** What a state machine cannot carry, it is referred to, as the plan reckons with. */
    private Wire input(Order order, RunRecord run) {
        if (RunInputWire.travelsInline(order.input(), order.workflow().inlineBytes())) {
            return new Wire.Value(order.input());
        }
        if (run.input() instanceof StoredResult.InStore inStore) {
            return new Wire.Ref(inStore.key(), inStore.size());
        }
        byte[] json = order.input().toString().getBytes(StandardCharsets.UTF_8);
        StoredResult.InStore put = payloads.put(PayloadKeys.run(run.id()) + "input.json", json);
        return new Wire.Ref(put.key(), put.size());
    }
}
