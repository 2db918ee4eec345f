package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunLogs;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The run API over stores in memory. It has two workflows: {@code numbers} fans out over a list, {@code text} takes a
 * text.
 */
public final class ApiBench {

    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    /** The default headers of requests. */
    static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

    private static final String MANIFEST = """
            {"version": 1, "target": "aws", "workflows": [
              {"name": "numbers", "inlineBytes": 1000,
               "input": {"java": "dev.anabranch.runs.internal.api.ApiBench$Numbers", "schema": {"type": "object"}},
               "output": {"java": "java.lang.String", "schema": {"type": "string"}},
               "graph": {"output": "-", "nodes": [
                 {"id": "list", "kind": "call", "in": "", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "a",
                  "input": [{"part": "", "from": "input", "node": "", "fields": ["count"]}]},
                 {"id": "each", "kind": "fan-out", "in": "", "attempts": 0, "tolerant": false, "added": false, "fingerprint": "b"},
                 {"id": "square", "kind": "call", "in": "each", "attempts": 2, "tolerant": false, "added": false, "fingerprint": "c",
                  "input": [{"part": "", "from": "item", "node": "each", "fields": []}]}],
                 "edges": [{"from": "list", "to": "each", "kind": "value"}]}},
              {"name": "grid", "inlineBytes": 1000,
               "input": {"java": "java.lang.String", "schema": {"type": "string"}},
               "output": {"java": "java.lang.String", "schema": {"type": "string"}},
               "graph": {"output": "-", "nodes": [
                 {"id": "rows", "kind": "call", "in": "", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "a"},
                 {"id": "each row", "kind": "fan-out", "in": "", "attempts": 0, "tolerant": false, "added": false, "fingerprint": "b"},
                 {"id": "cut", "kind": "call", "in": "each row", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "c"},
                 {"id": "each cell", "kind": "fan-out", "in": "each row", "attempts": 0, "tolerant": false, "added": false, "fingerprint": "d"},
                 {"id": "paint", "kind": "call", "in": "each cell", "attempts": 2, "tolerant": false, "added": false, "fingerprint": "e"},
                 {"id": "mix", "kind": "call", "in": "each cell", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "f"},
                 {"id": "each colour", "kind": "fan-out", "in": "each cell", "attempts": 0, "tolerant": false, "added": false, "fingerprint": "g"},
                 {"id": "dot", "kind": "call", "in": "each colour", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "h"}],
                 "edges": [{"from": "rows", "to": "each row", "kind": "value"}, {"from": "cut", "to": "each cell", "kind": "value"},
                   {"from": "mix", "to": "each colour", "kind": "value"}]}},
              {"name": "text", "inlineBytes": 1000,
               "input": {"java": "java.lang.String", "schema": {"type": "string"}},
               "output": {"java": "java.lang.String", "schema": {"type": "string"}},
               "graph": {"output": "-", "nodes": [], "edges": []}}]}
            """;

    final MemoryActionStore actions = new MemoryActionStore();
    final MemoryPayloadStore payloads = new MemoryPayloadStore();
    final Registry registry = new Registry();
    final Scripted executions = new Scripted();
    final List<Throwable> failures = new ArrayList<>();
    final Runs runs;
    final RunApi api;
    private final Answers answers = new Answers();
    private Instant now = NOW;

    /** The input of the workflow {@code numbers}. */
    public record Numbers(
            int count,
            List<Integer> values,
            @Nullable Kind kind,
            @Nullable Inner inner) {}

    /** An enum in the input. */
    public enum Kind {
        EVEN,
        ODD
    }

    /** A record nested in the input. */
    public record Inner(boolean flag, @Nullable String name) {
        /** Throws if the name is blank. */
        public Inner {
            if (name != null && name.isBlank()) {
                throw new IllegalArgumentException("the name is blank");
            }
        }
    }

    public ApiBench() {
        this(null);
    }

    /** @param logs the logs of runs; null if CloudWatch Logs has them */
    ApiBench(@Nullable RunLogs logs) {
        DeployedWorkflows workflows = DeployedWorkflows.parse(MANIFEST);
        InstantSource clock = () -> now;
        Runs.Builder operations = Runs.builder()
                .registry(registry)
                .executions(executions)
                .workflows(workflows)
                .actions(actions)
                .payloads(payloads)
                .executor(Runnable::run)
                .clock(clock)
                .random(new Random(1));
        if (logs != null) {
            operations.logs(logs);
        }
        runs = operations.build();
        api = RunApi.builder()
                .runs(runs)
                .workflows(workflows.served())
                .payloads(payloads)
                .links(key -> URI.create("http://127.0.0.1:1/" + key))
                .clock(clock)
                .pause(this::pass)
                .log((request, thrown) -> failures.add(thrown))
                .build();
    }

    public Runs runs() {
        return runs;
    }

    public RunApi api() {
        return api;
    }

    /** Completes an execution. */
    public void succeed(String runId, String output) {
        executions.states.put(
                runId, new ExecutionState(RunStatus.SUCCEEDED, now, "{\"v\":" + output + "}", null, null));
    }

    /** Returns the stored record, without reading the state of the execution. */
    public RunRecord recorded(String runId) {
        return registry.read(runId).orElseThrow();
    }

    void pass(Duration time) {
        now = now.plus(time);
        executions.whilePassing.run();
    }

    /** Returns the record of an action that has ended. */
    void act(String runId, String node, List<Long> path, String result) {
        act(runId, node, path, result, "log");
    }

    void act(String runId, String node, List<Long> path, String result, String log) {
        actions.put(ActionRecord.of(RecordKey.of(runId, node, path), ActionStatus.SUCCEEDED)
                .attempts(1)
                .order(1)
                .began(now)
                .finished(now)
                .result(new StoredResult.Inline(result))
                .log(log)
                .build());
    }

    /** Stores the record of an action that has reported something, and whose failure is final. */
    void report(String runId, String node, List<Long> path, ActionStatus status, Telemetry telemetry) {
        actions.put(ActionRecord.of(RecordKey.of(runId, node, path), status)
                .attempts(1)
                .order(1)
                .began(now)
                .permanent(status == ActionStatus.FAILED)
                .telemetry(telemetry)
                .log("log")
                .build());
    }

    /** Stores an object whose content does not matter. */
    void object(String key) {
        payloads.put(key, PayloadStore.JSON, new byte[] {'[', ']'});
    }

    /** Stores the record of an action with a failed attempt, after which another can follow. */
    void failAttempt(String runId, String node, List<Long> path, int attempt, String error, String message) {
        actions.put(ActionRecord.of(RecordKey.of(runId, node, path), ActionStatus.FAILED)
                .attempts(attempt)
                .order(attempt)
                .began(now)
                .finished(now)
                .failure(error, message)
                .telemetry(new Telemetry(new Telemetry.Progress(1, 2), Map.of("loss", Telemetry.Metric.of(1)), null))
                .log("log")
                .build());
    }

    /** Stores the record of an action that has failed for good. */
    void fail(String runId, String node, List<Long> path, String error, String message) {
        actions.put(ActionRecord.of(RecordKey.of(runId, node, path), ActionStatus.FAILED)
                .attempts(1)
                .order(1)
                .began(now)
                .finished(now)
                .failure(error, message)
                .permanent(true)
                .log("log")
                .build());
    }

    ApiResponse send(String method, String target, Map<String, String> headers, byte[] body) {
        int question = target.indexOf('?');
        ApiRequest request = new ApiRequest(
                "request-1",
                method,
                "",
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                headers,
                body);
        ApiResponse response = api.handle(request);
        answers.check(request, response);
        return response;
    }

    ApiResponse get(String target) {
        return send("GET", target, Map.of(), new byte[0]);
    }

    ApiResponse post(String target, String json) {
        return send("POST", target, HEADERS, json.getBytes(StandardCharsets.UTF_8));
    }

    ApiResponse post(String target, String json, String key) {
        Map<String, String> headers = new HashMap<>(HEADERS);
        headers.put("Idempotency-Key", key);
        return send("POST", target, headers, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Starts a run of {@code text} with an id. */
    String start(String id) {
        assertThat(post("/workflows/text/runs", "{\"input\":\"a\",\"id\":\"" + id + "\"}")
                        .status())
                .isEqualTo(202);
        return id;
    }

    static JsonNode json(ApiResponse response) {
        try {
            return JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + new String(response.body(), StandardCharsets.UTF_8), e);
        }
    }

    /** Records of runs in memory. */
    public static final class Registry implements RunRegistry {
        private final Map<String, RunRecord> records = new ConcurrentSkipListMap<>();
        int lists;

        @Override
        public boolean create(RunRecord run) {
            return records.putIfAbsent(run.id(), run) == null;
        }

        @Override
        public Optional<RunRecord> read(String runId) {
            return Optional.ofNullable(records.get(runId));
        }

        @Override
        public boolean end(String runId, RunEnd end) {
            RunRecord run = records.get(runId);
            return run != null && !run.status().ended() && records.replace(runId, run, run.ended(end));
        }

        @Override
        public RunPage<RunRecord> list(RunQuery query) {
            lists++;
            List<RunRecord> found = records.values().stream()
                    .filter(run -> query.workflow().map(run.workflow()::equals).orElse(true))
                    .filter(run -> run.id().compareTo(query.cursor().orElse("")) > 0)
                    .filter(run -> !run.started().isBefore(query.from())
                            && !run.started().isAfter(query.to()))
                    .toList();
            boolean more = found.size() > query.limit();
            List<RunRecord> page = found.subList(0, Math.min(found.size(), query.limit()));
            return new RunPage<>(
                    page, more ? Optional.of(page.get(page.size() - 1).id()) : Optional.empty());
        }

        @Override
        public String after(RunRecord run) {
            return run.id();
        }

        @Override
        public void keep(String runId, RunTally counts) {
            records.computeIfPresent(
                    runId, (id, run) -> run.status().ended() && run.counts() == null ? with(run, counts) : run);
        }

        @Override
        public void forgetCounts(String runId) {
            records.computeIfPresent(runId, (id, run) -> with(run, null));
        }

        private static RunRecord with(RunRecord run, @Nullable RunTally counts) {
            return run.toBuilder().counts(counts).build();
        }

        @Override
        public void delete(String runId) {
            records.remove(runId);
        }

        int size() {
            return records.size();
        }
    }

    /** Executions that run until a test ends them. */
    static final class Scripted implements ExecutionService {
        final Map<String, ExecutionState> states = new ConcurrentHashMap<>();
        final Map<String, String> inputs = new ConcurrentHashMap<>();
        Runnable whilePassing = () -> {};

        @Nullable
        RuntimeException trouble;

        @Override
        public void start(String workflow, String runId, String input) {
            trouble();
            if (states.putIfAbsent(runId, new ExecutionState(RunStatus.RUNNING, null, null, null, null)) != null) {
                throw new ExecutionExists(runId);
            }
            inputs.put(runId, input);
        }

        @Override
        public void stop(String workflow, String runId) {
            trouble();
            states.put(runId, new ExecutionState(RunStatus.ABORTED, NOW, null, null, null));
        }

        @Override
        public void resume(String token) {
            trouble();
        }

        @Override
        public void fail(String token, String error, String cause) {
            trouble();
        }

        @Override
        public boolean heartbeat(String token) {
            trouble();
            return true;
        }

        @Override
        public Optional<ExecutionState> describe(String workflow, String runId) {
            trouble();
            return Optional.ofNullable(states.get(runId));
        }

        private void trouble() {
            if (trouble != null) {
                throw trouble;
            }
        }
    }
}
