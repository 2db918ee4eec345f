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
 * Starts each run once: writes the payloads, then the record, then starts the execution. A process that dies in between
 * leaves a record without an execution; repeating the request starts it.
 */
final class RunStart {

    private static final int LONGEST_KEY = 255;
    private static final int TRIES = 10;

    /** The maximum difference between our clock and that of Step Functions. */
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
     * A run to start.
     *
     * @param input the input of the run
     * @param variant distinguishes requests with the same workflow and input, such as reruns with different selections;
     *     empty for a plain start
     * @param source the run that results are adopted from; null for a plain start
     * @param plan what is adopted; null for a plain start
     */
    record Order(
            DeployedWorkflow workflow,
            JsonNode input,
            Optional<String> runId,
            Optional<String> idempotencyKey,
            boolean noCache,
            String variant,
            @Nullable String source,
            @Nullable AdoptionPlan plan) {

        /** Returns the hash of the request. Equal requests have equal hashes. */
        String hash() {
            return RunIds.hash(workflow.name() + "\n" + input + "\n" + noCache + "\n" + variant);
        }
    }

    RunRecord start(Order order) {
        if (order.runId().isPresent() && order.idempotencyKey().isPresent()) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_REQUEST,
                    "The request has an id and an Idempotency-Key. Remove one of them: each ensures that the run is started once.");
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
        throw new RunRefused(RunRefused.Reason.CONFLICT, "Too many runs are being started in parallel. Try again.");
    }

    private static void checkKey(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_REQUEST,
                    "An Idempotency-Key must be 1 to " + LONGEST_KEY + " visible ASCII characters.");
        }
    }

    /** Starts the run, or returns the run that an earlier equal request started. */
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
                RunRefused.Reason.CONFLICT, "The run `" + id + "` already exists. Use another id or omit it.");
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
                // Another request with the same key started the execution first, and the run may have ended already.
                return registry.read(run.id()).orElse(run);
            }
            // The execution belongs to a deleted run: Step Functions keeps names for 90 days.
            registry.delete(run.id());
            throw taken(run.id());
        }
        return run;
    }

    /** Returns false if the execution of that name ended before this run was created. */
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

    /** Returns the input for the state machine: inline if it can carry the input, otherwise a reference. */
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
