package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionService.ExecutionExists;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runtime.internal.codec.RunInputWire;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import java.nio.charset.StandardCharsets;
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

    /**
     * The largest input of a run that travels inline through the state machine that starts it. With the run's id it is
     * less than the smallest share of a value in a payload.
     */
    private static final int SUB_RUN_INLINE_BYTES = 512;

    private final RunRegistry registry;
    private final ExecutionService executions;
    private final RunPayloads payloads;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RunSignals signals;

    RunStart(
            RunRegistry registry,
            ExecutionService executions,
            RunPayloads payloads,
            InstantSource clock,
            RandomGenerator random,
            RunSignals signals) {
        this.registry = registry;
        this.executions = executions;
        this.payloads = payloads;
        this.clock = clock;
        this.random = random;
        this.signals = signals;
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
    record StartRequest(
            DeployedWorkflow workflow,
            JsonNode input,
            Optional<String> runId,
            Optional<String> idempotencyKey,
            boolean noCache,
            String variant,
            @Nullable String source,
            @Nullable AdoptionPlan plan) {

        /** Returns the start of a run. */
        static StartRequest of(DeployedWorkflow workflow, RunRequest request) {
            return new StartRequest(
                    workflow,
                    request.input(),
                    request.runId(),
                    request.idempotencyKey(),
                    request.noCache(),
                    "",
                    null,
                    null);
        }

        /** Returns the start of a rerun. */
        static StartRequest of(DeployedWorkflow workflow, JsonNode input, RerunRequest request, AdoptionPlan plan) {
            return new StartRequest(
                    workflow,
                    input,
                    request.runId(),
                    request.idempotencyKey(),
                    request.noCache(),
                    request.run() + "\n" + request.selection(),
                    request.run(),
                    plan);
        }

        /** Returns the hash of the request. Equal requests have equal hashes. */
        String hash() {
            return hash(RunPayloads.sorted(input));
        }

        /** Returns whether this request started a run. Earlier versions hashed the fields in the order of the request. */
        boolean hasStarted(RunRecord run) {
            return run.request().equals(hash()) || run.request().equals(hash(input.toString()));
        }

        private String hash(String json) {
            return RunIds.hash(workflow.name() + "\n" + json + "\n" + noCache + "\n" + variant);
        }
    }

    RunRecord start(StartRequest start) {
        if (start.runId().isPresent() && start.idempotencyKey().isPresent()) {
            throw new RunRefused(
                    RunRefused.Reason.INVALID_REQUEST,
                    "The request has an id and an Idempotency-Key. Remove one of them:"
                            + " each ensures that the run is started once.");
        }
        start.idempotencyKey().ifPresent(RunStart::checkKey);
        Optional<String> given = start.runId().map(RunIds::checked).or(() -> start.idempotencyKey()
                .map(key -> idOfKey(start.workflow().name(), key)));
        if (given.isPresent()) {
            return startOnce(start, given.get());
        }
        for (int i = 0; i < TRIES; i++) {
            String id = RunIds.of(start.workflow().name(), clock.instant(), random, i > 0);
            RunRecord run = record(start, id, null);
            if (registry.create(run)) {
                return launch(start, run);
            }
            discard(run, registry.read(id));
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

    /**
     * Returns the id of the run with a key. Step Functions does not start a second execution of the same name for 90
     * days, so a run that follows a deleted run with the same key has another id.
     */
    private String idOfKey(String workflow, String key) {
        String id = RunIds.ofKey(workflow, key);
        for (int deleted = 1; isOfDeletedRun(workflow, id); deleted++) {
            id = RunIds.ofKey(workflow, key + " " + deleted); // A key contains no space.
        }
        return id;
    }

    /** Returns whether the id has an execution and no record. Records are created first, so the record was deleted. */
    private boolean isOfDeletedRun(String workflow, String id) {
        return registry.read(id).isEmpty()
                && executions.describe(workflow, id).isPresent()
                && registry.read(id).isEmpty();
    }

    /** Starts the run, or returns the run that an earlier equal request started. */
    private RunRecord startOnce(StartRequest start, String id) {
        Optional<RunRecord> earlier = registry.read(id);
        if (earlier.isPresent()) {
            return repeated(start, earlier.get());
        }
        RunRecord run = record(start, id, null);
        if (registry.create(run)) {
            return launch(start, run);
        }
        RunRecord existing = registry.read(id).orElseThrow(() -> taken(id));
        discard(run, Optional.of(existing));
        return repeated(start, existing);
    }

    /** Responds to a request for a run that already has a record. */
    private RunRecord repeated(StartRequest start, RunRecord existing) {
        String id = existing.id();
        if (!start.hasStarted(existing)) {
            throw start.idempotencyKey()
                    .map(key -> new RunRefused(
                            RunRefused.Reason.CONFLICT,
                            "The Idempotency-Key `" + key + "` was used for another request, which started the run `"
                                    + id + "`."))
                    .orElseGet(() -> taken(id));
        }
        if (start.idempotencyKey().isEmpty()) {
            throw taken(id);
        }
        boolean neverBegan = !existing.status().ended()
                && executions.describe(existing.workflow(), id).isEmpty();
        return neverBegan ? launch(start, existing) : existing;
    }

    /** Deletes the documents of a run that is not started, except those that belong to the existing run with its id. */
    private void discard(RunRecord refused, Optional<RunRecord> existing) {
        existing.ifPresent(other -> payloads.discard(refused, other));
    }

    private static RunRefused taken(String id) {
        return new RunRefused(
                RunRefused.Reason.CONFLICT, "The run `" + id + "` already exists. Use another id or omit it.");
    }

    private RunRecord record(StartRequest start, String id, @Nullable RunParent parent) {
        String request = start.hash();
        Instant now = clock.instant();
        String graph = start.workflow().graph().hash();
        StoredResult input = payloads.input(id, request, start.input().toString());
        payloads.graph(id, graph, start.workflow().graph());
        return RunRecord.of(id, start.workflow().name(), now, graph, request)
                .input(input)
                .source(start.source())
                .idempotencyKey(start.idempotencyKey().orElse(null))
                .parent(parent)
                .noCache(start.noCache())
                .build();
    }

    /**
     * Creates the record and the payloads of a run whose execution a state machine starts. Repeating the request has no
     * further effect, and returns the same input.
     *
     * @return the input of the execution
     */
    String prepare(StartRequest start, String id, RunParent parent) {
        RunRecord run = record(start, id, parent);
        if (!registry.create(run)) {
            RunRecord existing = registry.read(id).orElseThrow(() -> taken(id));
            discard(run, Optional.of(existing));
            run = existing;
        }
        adopt(start, run);
        return executionInput(start, run);
    }

    private void adopt(StartRequest start, RunRecord run) {
        if (start.plan() != null) {
            byte[] plan = start.plan().toJson().toString().getBytes(StandardCharsets.UTF_8);
            payloads.put(PayloadKeys.adoption(run.id()), plan);
            adoptAnswers(start.plan(), start.workflow().graph(), run.id());
        }
    }

    /**
     * Starts the execution of a run that has a record only, because the process of its request ended in between. Has no
     * effect on a rerun: only its request says what is adopted.
     *
     * @param input the input of the run
     */
    void resume(DeployedWorkflow workflow, JsonNode input, RunRecord run) {
        if (run.source() == null) {
            Optional<String> key = Optional.ofNullable(run.idempotencyKey());
            launch(new StartRequest(workflow, input, Optional.of(run.id()), key, run.noCache(), "", null, null), run);
        }
    }

    private RunRecord launch(StartRequest start, RunRecord run) {
        adopt(start, run);
        try {
            executions.start(run.workflow(), run.id(), executionInput(start, run));
        } catch (ExecutionExists e) {
            if (start.idempotencyKey().isPresent()) {
                // Another request with the same key started the execution first, and the run may have ended already.
                return registry.read(run.id()).orElse(run);
            }
            // The execution belongs to a deleted run: Step Functions keeps names for 90 days.
            registry.delete(run.id());
            payloads.deleteAll(run.id());
            throw new RunRefused(
                    RunRefused.Reason.CONFLICT,
                    "The id `" + run.id()
                            + "` belonged to a run that has been deleted, and Step Functions accepts it again"
                            + " after 90 days only. Use another id or omit it.");
        }
        return run;
    }

    /** Writes the answers that a rerun adopts, if the workflow waits for answers. */
    private void adoptAnswers(AdoptionPlan plan, RunGraph now, String rerun) {
        if (now.nodes().stream().anyMatch(node -> node.kind() == RunGraph.Kind.AWAIT)) {
            registry.read(plan.source()).ifPresent(source -> signals.adopt(plan, payloads.graph(source), now, rerun));
        }
    }

    private String executionInput(StartRequest start, RunRecord run) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("run", new RunRef(run.id(), start.noCache(), start.plan() != null).toJson());
        json.set("input", input(start, run).toJson());
        return json.toString();
    }

    /** Returns the input for the state machine: inline if it can carry the input, otherwise a reference. */
    private Wire input(StartRequest start, RunRecord run) {
        int inline = run.parent() == null ? start.workflow().inlineBytes() : SUB_RUN_INLINE_BYTES;
        if (RunInputWire.travelsInline(start.input(), inline)) {
            return new Wire.Value(start.input());
        }
        if (run.input() instanceof StoredResult.InStore inStore) {
            return new Wire.Ref(inStore.key(), inStore.size());
        }
        byte[] json = start.input().toString().getBytes(StandardCharsets.UTF_8);
        StoredResult.InStore put = payloads.put(PayloadKeys.run(run.id()) + "input.json", json);
        return new Wire.Ref(put.key(), put.size());
    }
}
