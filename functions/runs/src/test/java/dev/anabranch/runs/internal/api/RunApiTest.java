package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the run API. Every answer is also compared with the OpenAPI document. */
final class RunApiTest {

    private static final String TEXTS = "/workflows/text/runs";

    private final ApiBench bench = new ApiBench();

    private static JsonNode json(ApiResponse response) {
        return ApiBench.json(response);
    }

    private static List<String> pointers(ApiResponse response) {
        List<String> pointers = new ArrayList<>();
        json(response)
                .path("errors")
                .forEach(error -> pointers.add(
                        error.path("pointer").asText(error.path("name").asText())));
        return pointers;
    }

    @Test
    void startedRunHasAnAddress() {
        ApiResponse started = bench.post(TEXTS, "{\"input\": \"hello\"}");

        assertThat(started.status()).isEqualTo(202);
        String id = json(started).path("id").asText();
        assertThat(started.headers()).containsEntry("Location", "/runs/" + id);
        assertThat(json(started).path("status").asText()).isEqualTo("RUNNING");
        assertThat(json(bench.get("/runs/" + id))).isEqualTo(json(started));
        assertThat(json(bench.get("/runs/" + id + "/input")).asText()).isEqualTo("hello");
        assertThat(bench.executions.inputs).containsOnlyKeys(id);
    }

    @Test
    void unknownRunIsRefusedWithASimilarOne() {
        bench.start("tiles-1");

        assertThat(json(bench.get("/runs/tiles-2")).path("detail").asText())
                .startsWith("There is no run `tiles-2`. Did you mean `tiles-1`?");
    }

    /** The function that handles these events has no permission to list runs. */
    @Test
    void eventOfAnUnknownRunListsNoRuns() {
        bench.start("tiles-1");

        assertThatThrownBy(() -> bench.runs.ended("tiles-2"))
                .hasMessageStartingWith("There is no run `tiles-2`. The list");
        assertThat(bench.registry.lists).isZero();
    }

    @Test
    void startReturnsTheSameTimeAsLaterReads() {
        bench.pass(Duration.ofNanos(123_456_789));
        JsonNode started = json(bench.post(TEXTS, "{\"input\": \"hello\"}"));
        bench.succeed(started.path("id").asText(), "\"HELLO\"");
        JsonNode ended = json(bench.get("/runs/" + started.path("id").asText()));

        assertThat(started.path("started").asText()).isEqualTo("2026-01-01T00:00:00.123Z");
        assertThat(ended.path("started")).isEqualTo(started.path("started"));
        assertThat(ended.path("ended").asText()).isEqualTo("2026-01-01T00:00:00.123Z");
    }

    @Test
    void addressContainsTheStage() {
        ApiResponse started = bench.api.handle(new ApiRequest(
                "1",
                "POST",
                "/prod",
                TEXTS,
                "",
                ApiBench.HEADERS,
                "{\"input\": \"hello\"}".getBytes(StandardCharsets.UTF_8)));

        assertThat(started.headers().get("Location")).startsWith("/prod/runs/text-");
    }

    @Test
    void oneKeyStartsOneRun() {
        ApiResponse first = bench.post(TEXTS, "{\"input\": \"a\"}", "key-1");
        ApiResponse again = bench.post(TEXTS, "{ \"input\" : \"a\" }", "key-1");
        ApiResponse other = bench.post(TEXTS, "{\"input\": \"b\"}", "key-1");

        assertThat(json(again).path("id")).isEqualTo(json(first).path("id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(bench.executions.inputs).hasSize(1);
        assertThat(bench.post(TEXTS, "{\"input\": \"a\"}", "k ey").status()).isEqualTo(400);
        assertThat(pointers(bench.post(TEXTS, "{\"input\": \"a\", \"id\": \"b\"}", "key-2")))
                .containsExactly("/id");
    }

    @Test
    void orderOfFieldsDoesNotMakeAnotherRequest() {
        String route = "/workflows/numbers/runs";
        ApiResponse first = bench.post(route, "{\"input\": {\"count\": 3, \"kind\": \"ODD\"}}", "key-1");
        ApiResponse again = bench.post(route, "{\"input\": {\"kind\": \"ODD\", \"count\": 3}}", "key-1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(json(again).path("id")).isEqualTo(json(first).path("id"));
        assertThat(bench.executions.inputs).hasSize(1);
    }

    /** Earlier versions hashed a request with its fields in the order in which they were sent. */
    @Test
    void keyOfARunThatAnEarlierVersionStartedFindsTheRun() {
        String input = "{\"kind\":\"ODD\",\"count\":3}";
        String id = RunIds.ofKey("numbers", "key-1");
        String request = RunIds.hash("numbers\n" + input + "\nfalse\n");
        bench.registry.create(RunRecord.of(id, "numbers", ApiBench.NOW, "0".repeat(64), request)
                .input(new StoredResult.Inline(input))
                .idempotencyKey("key-1")
                .build());

        ApiResponse again = bench.post("/workflows/numbers/runs", "{\"input\": " + input + "}", "key-1");
        ApiResponse other = bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 4}}", "key-1");

        assertThat(again.status()).isEqualTo(202);
        assertThat(json(again).path("id").asText()).isEqualTo(id);
        assertThat(other.status()).isEqualTo(409);
    }

    /** A server that is killed between the record and the execution. */
    @Test
    void aRunThatWasOnlyRecordedIsStartedAfterTheRestart() {
        String plain = json(bench.post(TEXTS, "{\"input\": \"a\"}", "key-1"))
                .path("id")
                .asText();
        String uncached = json(bench.post(TEXTS, "{\"input\": \"b\", \"noCache\": true}", "key-2"))
                .path("id")
                .asText();
        String ended = json(bench.post(TEXTS, "{\"input\": \"c\"}", "key-3"))
                .path("id")
                .asText();
        bench.succeed(ended, "\"c\"");
        Map<String, String> inputs = Map.copyOf(bench.executions.inputs);
        bench.executions.states.remove(plain);
        bench.executions.states.remove(uncached);
        bench.executions.inputs.clear();

        bench.runs.resumeStarts();

        assertThat(bench.executions.inputs)
                .containsExactlyInAnyOrderEntriesOf(Map.of(plain, inputs.get(plain), uncached, inputs.get(uncached)));
        bench.pass(Duration.ofHours(1));
        assertThat(json(bench.get("/runs/" + plain)).path("status").asText()).isEqualTo("RUNNING");
    }

    @Test
    void runWithoutExecutionIsLostAndIsListedAsLost() {
        String run = json(bench.post(TEXTS, "{\"input\": \"a\"}")).path("id").asText();
        bench.post(TEXTS, "{\"input\": \"b\"}");
        bench.executions.states.remove(run);
        bench.pass(Duration.ofHours(1));

        JsonNode lost = json(bench.get("/runs/" + run));

        assertThat(lost.path("status").asText()).isEqualTo("LOST");
        assertThat(lost.path("error").path("name").asText()).isEqualTo("Anabranch.ExecutionLost");
        JsonNode listed = json(bench.get("/runs?status=LOST")).path("items");
        assertThat(listed).singleElement().isEqualTo(lost);
        assertThat(json(bench.get("/runs?status=ABORTED")).path("items")).isEmpty();
    }

    @Test
    void aRerunThatWasOnlyRecordedWaitsForItsRequest() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        bench.executions.states.put(
                "run-1", new ExecutionState(RunStatus.FAILED, ApiBench.NOW, null, "java.io.IOException", "no disk"));
        String rerun =
                json(bench.post("/runs/run-1/rerun", "{}", "key-1")).path("id").asText();
        bench.executions.states.remove(rerun);
        bench.executions.inputs.clear();

        bench.runs.resumeStarts();
        assertThat(bench.executions.inputs).isEmpty();

        bench.post("/runs/run-1/rerun", "{}", "key-1");
        assertThat(bench.executions.inputs).containsOnlyKeys(rerun);
    }

    @Test
    void previewOfARerunStartsNothing() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        bench.executions.states.put(
                "run-1", new ExecutionState(RunStatus.FAILED, ApiBench.NOW, null, "java.io.IOException", "no disk"));
        bench.executions.inputs.clear();

        ApiResponse preview = bench.post("/runs/run-1/rerun/preview", "{}");

        assertThat(preview.status()).isEqualTo(200);
        assertThat(json(preview).path("nodes").size()).isPositive();
        assertThat(json(preview).path("notStarted").asInt()).isPositive();
        assertThat(bench.executions.inputs).isEmpty();
        assertThat(bench.post("/runs/run-1/rerun/preview", "{\"id\": \"l*\"}").status())
                .isEqualTo(bench.post("/runs/run-1/rerun", "{\"id\": \"l*\"}").status())
                .isEqualTo(422);
        assertThat(pointers(bench.post("/runs/run-1/rerun/preview", "{\"items\": \"x\", \"from\": \"y\"}")))
                .containsExactlyInAnyOrder("/from", "/items");
    }

    @Test
    void largeInputIsPassedByReference() {
        String large = "x".repeat(400_000);

        String id = json(bench.post(TEXTS, "{\"input\": \"" + large + "\"}"))
                .path("id")
                .asText();

        assertThat(bench.executions.inputs.get(id)).hasSizeLessThan(1_000).contains("input-");
        assertThat(json(bench.get("/runs/" + id + "/input")).asText()).isEqualTo(large);
    }

    @Test
    void allErrorsOfABodyAreReportedTogether() {
        ApiResponse refused =
                bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": \"x\", \"y\": 1}, \"id\": 7, \"z\": 1}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(pointers(refused)).containsExactlyInAnyOrder("/input/count", "/input/y", "/id", "/z");
        assertThat(bench.registry.size()).isZero();
    }

    @Test
    void bodyThatIsNotJsonIsRefused() {
        assertThat(bench.post(TEXTS, "{\"input\": ").status()).isEqualTo(400);
        assertThat(bench.post(TEXTS, "{\"input\": 1, \"input\": 2}").status()).isEqualTo(400);
        assertThat(bench.post(TEXTS, "{\"input\": \"a\"} x").status()).isEqualTo(400);
        assertThat(bench.post(TEXTS, "{\"input\": " + "[".repeat(5_000) + "]".repeat(5_000) + "}")
                        .status())
                .isEqualTo(400);
        assertThat(bench.post(TEXTS, "{\"input\": " + "9".repeat(5_000) + "}").status())
                .isEqualTo(400);
        assertThat(bench.post(TEXTS, "{\"input\": 1e999}").status()).isEqualTo(422);
        assertThat(bench.post(TEXTS, "{\"input\": \"\\ud800\"}").status()).isEqualTo(422);
        assertThat(bench.post(TEXTS, "[]").status()).isEqualTo(422);
        assertThat(bench.send("POST", TEXTS, ApiBench.HEADERS, new byte[] {'"', (byte) 0xc3, '"'})
                        .status())
                .isEqualTo(400);
        assertThat(bench.send("POST", TEXTS, ApiBench.HEADERS, new byte[0]).status())
                .isEqualTo(422);
        assertThat(bench.registry.size()).isZero();
    }

    @Test
    void bodyMustBeUncompressedUtf8Json() {
        byte[] body = "{\"input\": \"a\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(bench.send("POST", TEXTS, Map.of(), body).status()).isEqualTo(415);
        assertThat(bench.send("POST", TEXTS, Map.of("Content-Type", "text/plain"), body)
                        .headers())
                .containsEntry("Accept-Post", "application/json");
        assertThat(bench.send("POST", TEXTS, Map.of("Content-Type", "application/json; charset=latin1"), body)
                        .status())
                .isEqualTo(415);
        assertThat(bench.send(
                                "POST",
                                TEXTS,
                                Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"),
                                body)
                        .status())
                .isEqualTo(415);
        assertThat(bench.send("POST", TEXTS, Map.of("content-type", "Application/JSON; charset=UTF-8"), body)
                        .status())
                .isEqualTo(202);
        assertThat(bench.send("POST", TEXTS, ApiBench.HEADERS, new byte[RunApi.LARGEST_BODY + 1])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void unknownMethodsAndPathsAreRefused() {
        ApiResponse wrong = bench.send("PUT", "/runs", Map.of(), new byte[0]);

        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
        assertThat(bench.send("OPTIONS", TEXTS, Map.of(), new byte[0]).headers())
                .containsEntry("Allow", "OPTIONS, POST");
        assertThat(bench.get("/").status()).isEqualTo(404);
        assertThat(bench.get("").status()).isEqualTo(404);
        assertThat(bench.get("/runs/").status()).isEqualTo(404);
        assertThat(bench.get("/runs/a%2Fb").status()).isEqualTo(404);
        assertThat(bench.get("/runs/%zz").status()).isEqualTo(404);
        assertThat(bench.get("/workflows/none").status()).isEqualTo(404);
        assertThat(bench.post("/workflows/none/runs", "{}").status()).isEqualTo(404);
    }

    @Test
    void escapedLettersInAPathAreDecoded() {
        bench.start("run-1");

        assertThat(bench.get("/r%75ns/%72un-1").status()).isEqualTo(200);
    }

    @Test
    void headIsGetWithoutTheBody() {
        ApiResponse head = bench.send("HEAD", "/workflows", Map.of(), new byte[0]);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers())
                .containsEntry(
                        "Content-Length",
                        Integer.toString(bench.get("/workflows").body().length));
    }

    @Test
    void clientThatDoesNotAcceptJsonIsRefused() {
        assertThat(bench.send("GET", "/runs", Map.of("Accept", "text/html"), new byte[0])
                        .status())
                .isEqualTo(406);
        assertThat(bench.send("GET", "/runs", Map.of("Accept", "application/json;q=0"), new byte[0])
                        .status())
                .isEqualTo(406);
        assertThat(bench.send("GET", "/runs", Map.of("Accept", "text/html, */*;q=0.1"), new byte[0])
                        .status())
                .isEqualTo(200);
        assertThat(bench.send("POST", TEXTS, Map.of("Accept", "text/html"), new byte[0])
                        .status())
                .isEqualTo(406);
    }

    @Test
    void parametersAreCheckedTogether() {
        ApiResponse refused = bench.get("/runs?limit=0&status=DONE&lmit=1&workflow=&limit=2&cursor=%ff");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(pointers(refused))
                .containsExactlyInAnyOrder("limit", "limit", "status", "lmit", "workflow", "cursor");
    }

    @Test
    void listsPageByPage() {
        for (int i = 0; i < 5; i++) {
            bench.start("run-" + i);
        }
        bench.succeed("run-3", "\"b\"");
        List<String> seen = new ArrayList<>();
        String target = "/runs?limit=2";
        for (JsonNode page = json(bench.get(target)); ; page = json(bench.get(target))) {
            page.path("items").forEach(run -> seen.add(run.path("id").asText()));
            if (!page.has("next")) {
                break;
            }
            target = "/runs?limit=2&cursor=" + page.path("next").asText();
        }

        assertThat(seen).containsExactly("run-0", "run-1", "run-2", "run-3", "run-4");
        assertThat(json(bench.get("/runs?status=succeeded")).path("items")).hasSize(1);
        assertThat(json(bench.get("/runs?workflow=numbers")).path("items")).isEmpty();
    }

    @Test
    void textAndStatusAreSearchedInAllRuns() {
        for (int i = 0; i < 250; i++) {
            bench.start("run-%03d".formatted(i));
        }
        bench.start("The-Wanted");
        bench.succeed("run-003", "\"b\"");

        JsonNode wanted = json(bench.get("/runs?text=wANTED&limit=1"));
        JsonNode some = json(bench.get("/runs?text=run-00&limit=2"));
        JsonNode rest = json(bench.get(
                "/runs?text=run-00&limit=20&cursor=" + some.path("next").asText()));

        assertThat(wanted.path("items").findValuesAsText("id")).containsExactly("The-Wanted");
        assertThat(some.path("items").findValuesAsText("id")).containsExactly("run-000", "run-001");
        assertThat(rest.path("items").findValuesAsText("id"))
                .containsExactly(
                        "run-002", "run-003", "run-004", "run-005", "run-006", "run-007", "run-008", "run-009");
        assertThat(rest.path("searched").asInt()).isEqualTo(248);
        assertThat(rest.has("next")).isFalse();
        assertThat(json(bench.get("/runs?text=run-00&status=succeeded"))
                        .path("items")
                        .findValuesAsText("id"))
                .containsExactly("run-003");
        assertThat(json(bench.get("/runs?text=nothing")).path("searched").asInt())
                .isEqualTo(251);
    }

    @Test
    void runsAreFilteredByTheTimeOfTheirStart() {
        bench.start("run-1");
        String started = json(bench.get("/runs/run-1")).path("started").asText();

        assertThat(json(bench.get("/runs?from=" + started + "&to=" + started)).path("items"))
                .hasSize(1);
        assertThat(json(bench.get("/runs?from=9999-01-01T00:00:00Z")).path("items"))
                .isEmpty();
        assertThat(json(bench.get("/runs?to=1999-01-01T00:00:00%2B01:00")).path("items"))
                .isEmpty();
        assertThat(pointers(bench.get("/runs?from=yesterday&to=2026-13-01T00:00:00Z")))
                .containsExactlyInAnyOrder("from", "to");
    }

    @Test
    void listHasTheNumbersOfActionsOnDemand() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        bench.act("run-1", "list", List.of(), "[1,2,3]");
        bench.act("run-1", "square", List.of(2L), "9");

        JsonNode plain = json(bench.get("/runs")).path("items").path(0);
        JsonNode counted = json(bench.get("/runs?counts=true")).path("items").path(0);

        assertThat(plain.has("actions")).isFalse();
        JsonNode actions = counted.path("actions");
        assertThat(actions).isEqualTo(json(bench.get("/runs/run-1/counts")));
        assertThat(actions.path("total").asInt()).isEqualTo(2);
        assertThat(actions.path("expected").asInt()).isEqualTo(4);
        assertThat(actions.path("open").asBoolean()).isFalse();
    }

    @Test
    void listHasTheNumbersOfTheOtherRunsWhileARunIsDeleted() {
        bench.start("deleted");
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"list-deleted\"}");
        bench.start("kept");
        String list = PayloadKeys.run("list-deleted") + "list.json";
        bench.actions.put(ActionRecord.of(RecordKey.of("list-deleted", "list", List.of()), ActionStatus.SUCCEEDED)
                .attempts(1)
                .order(1)
                .result(new StoredResult.InStore(list, 9))
                .build());
        bench.payloads
                .list(PayloadKeys.run("deleted"))
                .forEach(payload -> bench.payloads.delete(List.of(payload.key())));

        JsonNode items = json(bench.get("/runs?counts=true")).path("items");

        assertThat(items)
                .extracting(run -> run.path("id").asText() + " " + run.has("actions"))
                .containsExactlyInAnyOrder("deleted false", "list-deleted false", "kept true");
    }

    @Test
    void runWhoseDataHasExpiredIsListedAsRecorded() {
        bench.start("expired");
        bench.start("kept");
        bench.executions.states.put(
                "expired", new ExecutionState(RunStatus.TIMED_OUT, ApiBench.NOW, null, "States.Timeout", null));
        bench.payloads
                .list(PayloadKeys.run("expired"))
                .forEach(payload -> bench.payloads.delete(List.of(payload.key())));

        assertThat(json(bench.get("/runs")).path("items"))
                .extracting(run ->
                        run.path("id").asText() + " " + run.path("status").asText())
                .containsExactlyInAnyOrder("expired RUNNING", "kept RUNNING");
        assertThat(json(bench.get("/runs?status=RUNNING")).path("items")).hasSize(2);
    }

    @Test
    void cursorOfAnotherListIsRefused() {
        bench.start("run-1");
        bench.start("run-2");
        String cursor = json(bench.get("/runs?limit=1")).path("next").asText();

        assertThat(bench.get("/runs?limit=1&cursor=" + cursor).status()).isEqualTo(200);
        assertThat(bench.get("/runs?limit=1&workflow=text&cursor=" + cursor).status())
                .isEqualTo(400);
        assertThat(bench.get("/runs/run-1/actions?cursor=" + cursor).status()).isEqualTo(400);
        for (int i = 0; i < cursor.length(); i++) {
            String changed = cursor.substring(0, i) + (cursor.charAt(i) == 'x' ? 'y' : 'x') + cursor.substring(i + 1);
            int status = bench.get("/runs?limit=1&cursor=" + changed).status();
            // The last letter of Base64 has unused bits.
            assertThat(status).isIn(i == cursor.length() - 1 ? List.of(200, 400) : List.of(400));
        }
    }

    @Test
    void waitsForTheEndOfARun() {
        bench.start("run-1");
        bench.executions.whilePassing = () -> bench.succeed("run-1", "\"b\"");

        assertThat(json(bench.get("/runs/run-1?wait=20")).path("status").asText())
                .isEqualTo("SUCCEEDED");
        assertThat(json(bench.get("/runs/run-1/output")).asText()).isEqualTo("b");
        assertThat(bench.get("/runs/run-1?wait=21").status()).isEqualTo(400);
    }

    @Test
    void waitsAtMostTheRequestedTime() {
        bench.start("run-1");
        List<Integer> pauses = new ArrayList<>();
        bench.executions.whilePassing = () -> pauses.add(1);

        assertThat(json(bench.get("/runs/run-1?wait=3")).path("status").asText())
                .isEqualTo("RUNNING");
        assertThat(pauses).hasSizeBetween(3, 10);
    }

    @Test
    void runWithoutResultHasNoOutput() {
        bench.start("run-1");

        assertThat(bench.get("/runs/run-1/output").status()).isEqualTo(409);
    }

    @Test
    void tooLargeOutputIsARedirect() {
        bench.start("run-1");
        bench.succeed("run-1", "\"" + "x".repeat(RunApi.LARGEST_ANSWER) + "\"");

        ApiResponse elsewhere = bench.get("/runs/run-1/output");

        assertThat(elsewhere.status()).isEqualTo(303);
        String key = elsewhere.headers().getOrDefault("Location", "").replace("http://127.0.0.1:1/", "");
        assertThat(bench.payloads.get(key)).hasSize(RunApi.LARGEST_ANSWER + 2);
    }

    @Test
    void runIsCancelledAndDeleted() {
        bench.start("run-1");

        assertThat(bench.send("DELETE", "/runs/run-1", Map.of(), new byte[0]).status())
                .isEqualTo(409);
        assertThat(json(bench.send("POST", "/runs/run-1/cancel", Map.of(), new byte[0]))
                        .path("status")
                        .asText())
                .isEqualTo("ABORTED");
        assertThat(bench.post("/runs/run-1/cancel", "{\"why\": 1}").status()).isEqualTo(422);
        assertThat(bench.send("DELETE", "/runs/run-1", Map.of(), new byte[0]).status())
                .isEqualTo(204);
        assertThat(bench.get("/runs/run-1").status()).isEqualTo(404);
    }

    @Test
    void idOfADeletedRunIsRefusedAsSuch() {
        bench.start("run-1");
        bench.send("POST", "/runs/run-1/cancel", Map.of(), new byte[0]);
        bench.send("DELETE", "/runs/run-1", Map.of(), new byte[0]);

        ApiResponse refused = bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(json(refused).path("detail").asText())
                .startsWith("The id `run-1` belonged to a run that has been deleted,");
        assertThat(bench.get("/runs/run-1").status()).isEqualTo(404);
    }

    @Test
    void secondCancelDiscardsTheStoredCounts() {
        bench.start("run-1");
        bench.send("POST", "/runs/run-1/cancel", Map.of(), new byte[0]);
        bench.pass(Duration.ofMinutes(17));
        assertThat(json(bench.get("/runs/run-1/counts")).path("partial").booleanValue())
                .isFalse();
        assertThat(bench.recorded("run-1").counts()).isNotNull();

        bench.send("POST", "/runs/run-1/cancel", Map.of(), new byte[0]);

        assertThat(bench.recorded("run-1").counts()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/runs/run-1/counts", "/runs/run-1/actions"})
    void lateClaimAfterTheEndIsAborted(String look) {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        bench.act("run-1", "list", List.of(), "[1,2,3]");
        bench.send("POST", "/runs/run-1/cancel", Map.of(), new byte[0]);
        bench.pass(Duration.ofMinutes(17));
        bench.get("/runs/run-1/counts");
        RecordKey late = RecordKey.of("run-1", "square", List.of(1L));
        bench.actions.claim(
                late, new RecordedAttempt(1, bench.runs().get("run-1").started(), "log"));
        bench.send("POST", "/runs/run-1/cancel", Map.of(), new byte[0]);
        RecordKey later = RecordKey.of("run-1", "square", List.of(2L));
        bench.actions.claim(
                later, new RecordedAttempt(1, bench.runs().get("run-1").started(), "log"));

        ApiResponse seen = bench.get(look);

        assertThat(seen.status()).isEqualTo(200);
        assertThat(json(seen).toString()).doesNotContain("RUNNING").doesNotContain("\"running\":1");
        assertThat(bench.actions.read(late).orElseThrow().status()).isEqualTo(ActionStatus.ABORTED);
        assertThat(bench.actions.read(later).orElseThrow().status()).isEqualTo(ActionStatus.ABORTED);
        assertThat(json(bench.get("/runs/run-1/counts")).path("aborted").asInt())
                .isEqualTo(2);
    }

    @Test
    void runIsRerun() {
        bench.start("run-1");
        assertThat(bench.post("/runs/run-1/rerun", "{}").status()).isEqualTo(409);
        bench.send("POST", "/runs/run-1/cancel", Map.of(), new byte[0]);

        ApiResponse again = bench.send("POST", "/runs/run-1/rerun", Map.of(), new byte[0]);

        assertThat(again.status()).isEqualTo(202);
        assertThat(json(again).path("rerunOf").asText()).isEqualTo("run-1");
        assertThat(pointers(bench.post(
                        "/runs/run-1/rerun", "{\"from\": \"a\", \"onlyFailed\": true, \"node\": \"b\", \"id\": 1}")))
                .containsExactlyInAnyOrder("/from", "/node", "/id");
        assertThat(pointers(bench.post("/runs/run-1/rerun", "{\"items\": \"9-1\"}")))
                .containsExactly("/items");
        assertThat(bench.post("/runs/run-1/rerun", "{\"from\": \"none\"}").status())
                .isEqualTo(404);
    }

    @Test
    void showsActionsAndResults() {
        assertThat(bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}")
                        .status())
                .isEqualTo(202);
        bench.act("run-1", "list", List.of(), "[1,2,3]");
        bench.act("run-1", "square", List.of(0L), "1");
        bench.act("run-1", "square", List.of(2L), "9");

        assertThat(json(bench.get("/runs/run-1/counts")).path("succeeded").asInt())
                .isEqualTo(3);
        assertThat(json(bench.get("/runs/run-1/actions?prefix=sq&status=SUCCEEDED"))
                        .path("items"))
                .hasSize(2);
        JsonNode results = json(bench.get("/runs/run-1/results?node=square"));
        assertThat(results.path("items")).hasSize(2);
        assertThat(results.path("items").path(1).path("value").asInt()).isEqualTo(9);
        assertThat(results.path("items").path(1).path("path").asText()).isEqualTo("2");
        assertThat(json(bench.get("/runs/run-1/results?node=square&values=false"))
                        .path("items"))
                .hasSize(2)
                .allMatch(item -> !item.has("value"));
        assertThat(json(bench.get("/runs/run-1/graph")).path("nodes")).hasSize(3);
        assertThat(json(bench.get("/runs/run-1/files")).path("items")).isEmpty();
        assertThat(bench.get("/runs/run-1/results").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/results?node=none").status()).isEqualTo(404);
    }

    @Test
    void actionsHaveInputLocationsAndAreSelectedByItems() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 600}, \"id\": \"run-1\"}");
        bench.act(
                "run-1",
                "list",
                List.of(),
                IntStream.range(0, 600).boxed().toList().toString());
        List.of(0L, 3L, 17L, 18L, 500L, 599L).forEach(index -> bench.act("run-1", "square", List.of(index), "1"));

        JsonNode found = json(bench.get("/runs/run-1/actions?items=3,18-500"));

        assertThat(found.path("items").findValuesAsText("path")).containsExactly("3", "", "18", "", "500", "");
        assertThat(found.path("items").path(1).path("input"))
                .hasToString("[{\"from\":\"item\",\"node\":\"list\",\"path\":\"\",\"index\":18}]");
        assertThat(json(bench.get("/runs/run-1/actions?node=list"))
                        .path("items")
                        .path(0)
                        .path("input"))
                .hasToString("[{\"from\":\"input\",\"fields\":[\"count\"]}]");
        JsonNode first = json(bench.get("/runs/run-1/actions?items=3,18-500&limit=2"));
        assertThat(json(bench.get("/runs/run-1/actions?items=3,18-500&limit=2&cursor="
                                + first.path("next").asText()))
                        .path("items")
                        .path(0)
                        .path("path")
                        .asText())
                .isEqualTo("500");
        assertThat(json(bench.get("/runs/run-1/actions?items=3.1")).path("items"))
                .isEmpty();
        assertThat(bench.get("/runs/run-1/actions?items=x").status()).isEqualTo(400);
        assertThat(json(bench.get("/runs/run-1/results?node=square&items=17-18,599"))
                        .path("items")
                        .findValuesAsText("path"))
                .containsExactly("17", "18", "599");
        assertThat(bench.get("/runs/run-1/results?node=square&items=1&follow=true")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void returnsWidthsOfFanOutsWithKnownLists() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        assertThat(json(bench.get("/runs/run-1/widths")).path("items")).isEmpty();

        bench.act("run-1", "list", List.of(), "[1,2,3]");

        assertThat(json(bench.get("/runs/run-1/widths")).path("items").toString())
                .isEqualTo("[{\"node\":\"square\",\"actions\":3}]");
        assertThat(bench.get("/runs/run-2/widths").status()).isEqualTo(404);
    }

    @Test
    void returnsTheModesOfFanOutsWhoseListsExist() {
        for (String run : List.of("run-1", "run-2", "run-3")) {
            bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"" + run + "\"}");
            assertThat(json(bench.get("/runs/" + run + "/modes"))).hasToString("{\"items\":[]}");
        }
        // An item that is in the store does not tell the mode, nor does the list of another attempt.
        bench.object(PayloadKeys.item("run-1", "list", List.of(), 1, 0));
        bench.object(PayloadKeys.items("run-1", "list", List.of(), 2));
        bench.object(PayloadKeys.items("run-2", "list", List.of(), 1));
        bench.act("run-1", "list", List.of(), "[1,2,3]");
        bench.act("run-2", "list", List.of(), "[1,2,3]");
        bench.act("run-3", "list", List.of(), "[]");

        assertThat(json(bench.get("/runs/run-1/modes")))
                .hasToString("{\"items\":[{\"fanOut\":\"each\",\"modes\":[\"inline\"]}]}");
        assertThat(json(bench.get("/runs/run-2/modes")))
                .hasToString("{\"items\":[{\"fanOut\":\"each\",\"modes\":[\"distributed\"]}]}");
        assertThat(json(bench.get("/runs/run-3/modes"))).hasToString("{\"items\":[]}");
        assertThat(bench.get("/runs/run-4/modes").status()).isEqualTo(404);
    }

    @Test
    void returnsBothModesOfNestedFanOuts() {
        bench.post("/workflows/grid/runs", "{\"input\": \"a\", \"id\": \"run-1\"}");
        bench.act("run-1", "rows", List.of(), "[1,2,3,4]");
        bench.act("run-1", "cut", List.of(0L), "[]");
        bench.object(PayloadKeys.items("run-1", "cut", List.of(1L), 1));
        bench.act("run-1", "cut", List.of(1L), "[1,2]");
        assertThat(json(bench.get("/runs/run-1/modes")))
                .hasToString("{\"items\":[{\"fanOut\":\"each row\",\"modes\":[\"inline\"]},"
                        + "{\"fanOut\":\"each cell\",\"modes\":[\"distributed\"]}]}");

        bench.act("run-1", "cut", List.of(3L), "[3]");

        assertThat(json(bench.get("/runs/run-1/modes")).path("items").path(1))
                .hasToString("{\"fanOut\":\"each cell\",\"modes\":[\"inline\",\"distributed\"]}");
    }

    @Test
    void modesOfWideNestedFanOutsReadFewRecords() {
        bench.post("/workflows/grid/runs", "{\"input\": \"a\", \"id\": \"run-1\"}");
        bench.act("run-1", "rows", List.of(), "[" + "1,".repeat(99_999) + "1]");
        bench.object(PayloadKeys.items("run-1", "cut", List.of(40L), 1));
        bench.act("run-1", "cut", List.of(40L), "[1,2]");
        // This list is not among the first ones.
        bench.act("run-1", "cut", List.of(400L), "[3]");

        assertThat(json(bench.get("/runs/run-1/modes")).path("items").path(1))
                .hasToString("{\"fanOut\":\"each cell\",\"modes\":[\"distributed\"]}");
    }

    @Test
    void returnsTheStatesOfItemsInRunLengthEncoding() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        assertThat(json(bench.get("/runs/run-1/items?node=square")).toString())
                .isEqualTo("{\"width\":0,\"from\":0,\"to\":0,\"states\":\"\",\"durations\":\"\",\"settled\":false,"
                        + "\"took\":[],\"timeline\":{\"from\":\"1970-01-01T00:00:00Z\",\"bucketMillis\":1,\"millis\":0,\"began\":[],\"ended\":[],"
                        + "\"failed\":[]},\"telemetry\":{\"metrics\":{},\"moreMetrics\":false,\"reports\":0,"
                        + "\"progress\":{\"actions\":0,\"done\":0,\"total\":0}},\"errors\":[]}");
        bench.act("run-1", "list", List.of(), "[" + "1,".repeat(599) + "1]");
        bench.act("run-1", "square", List.of(0L), "1");
        bench.act("run-1", "square", List.of(1L), "1");
        bench.fail("run-1", "square", List.of(3L), "java.io.IOException", "order 17 of 4711 failed");
        bench.fail("run-1", "square", List.of(599L), "java.io.IOException", "order 99 of 5 failed");

        JsonNode all = json(bench.get("/runs/run-1/items?node=square"));
        JsonNode last = json(bench.get("/runs/run-1/items?node=square&from=501"));

        assertThat(all.path("width").asLong()).isEqualTo(600);
        assertThat(all.path("states").asText()).isEqualTo("2S1.1F595.1F");
        assertThat(all.path("settled").asBoolean()).isFalse();
        assertThat(all.path("timeline").path("ended").toString()).isEqualTo("[4]");
        assertThat(all.path("timeline").path("failed").toString()).isEqualTo("[2]");
        assertThat(all.path("errors").toString())
                .isEqualTo("[{\"name\":\"java.io.IOException\",\"shape\":\"order # of # failed\",\"count\":2,"
                        + "\"first\":3,\"last\":599,\"examples\":[3,599]}]");
        bench.act("run-1", "square", List.of(2L), "1");
        for (long item = 4; item < 599; item++) {
            bench.act("run-1", "square", List.of(item), "1");
        }
        assertThat(json(bench.get("/runs/run-1/items?node=square"))
                        .path("settled")
                        .asBoolean())
                .isTrue();
        assertThat(last.path("from").asLong()).isEqualTo(500);
        assertThat(last.path("states").asText()).isEqualTo("99.1F");
    }

    /** The call has two attempts. */
    @Test
    void itemThatWaitsForARetryIsRunningUntilItsRunEnds() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        bench.act("run-1", "list", List.of(), "[1,1,1]");
        bench.act("run-1", "square", List.of(0L), "1");
        bench.failAttempt("run-1", "square", List.of(1L), 1, "E", "first attempt");
        bench.failAttempt("run-1", "square", List.of(2L), 2, "E", "last attempt");

        JsonNode items = json(bench.get("/runs/run-1/items?node=square"));

        assertThat(items.path("states").asText()).isEqualTo("1S1R1F");
        assertThat(items.path("durations").asText()).isEqualTo("1a1.1a");
        assertThat(items.path("settled").asBoolean()).isFalse();
        assertThat(items.path("took").toString()).isEqualTo("[{\"atMost\":0,\"count\":2}]");
        assertThat(items.at("/timeline/began").toString()).isEqualTo("[3]");
        assertThat(items.at("/timeline/ended").toString()).isEqualTo("[2]");
        assertThat(items.at("/timeline/failed").toString()).isEqualTo("[1]");
        assertThat(items.path("errors"))
                .extracting(error -> error.path("shape").asText())
                .containsExactly("last attempt");
        assertThat(items.at("/telemetry/metrics/loss/count").asLong()).isEqualTo(1);
        assertThat(items.at("/telemetry/progress/actions").asLong()).isZero();
        JsonNode counts = json(bench.get("/runs/run-1/counts"));
        assertThat(counts.path("running").asLong()).isEqualTo(1);
        assertThat(counts.path("failed").asLong()).isEqualTo(1);
        assertThat(json(bench.get("/runs/run-1/results?node=square&items=1"))
                        .path("items")
                        .toString())
                .isEqualTo("[{\"node\":\"square\",\"path\":\"1\",\"status\":\"RUNNING\"}]");

        bench.succeed("run-1", "1");
        bench.get("/runs/run-1");

        JsonNode ended = json(bench.get("/runs/run-1/items?node=square"));
        assertThat(ended.path("states").asText()).isEqualTo("1S2F");
        assertThat(ended.at("/timeline/failed").toString()).isEqualTo("[2]");
        assertThat(ended.path("errors")).hasSize(2);
        assertThat(json(bench.get("/runs/run-1/counts")).path("failed").asLong())
                .isEqualTo(2);
        assertThat(json(bench.get("/runs/run-1/results?node=square&items=1"))
                        .at("/items/0/status")
                        .asText())
                .isEqualTo("FAILED");
    }

    @Test
    void actionThatWaitsForARetryHasItsRecordedStatusAndIsListedWithTheRunningOnes() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 2}, \"id\": \"run-1\"}");
        bench.act("run-1", "list", List.of(), "[1,1]");
        bench.failAttempt("run-1", "square", List.of(0L), 1, "E", "first attempt");
        bench.failAttempt("run-1", "square", List.of(1L), 2, "E", "last attempt");

        JsonNode running = json(bench.get("/runs/run-1/actions?status=RUNNING"));

        assertThat(listed("FAILED")).containsExactly("1");
        assertThat(listed("RUNNING")).containsExactly("0");
        assertThat(running.at("/items/0/status").asText()).isEqualTo("FAILED");
        assertThat(running.at("/items/0/spent").asBoolean()).isFalse();
        assertThat(running.at("/items/0/error/message").asText()).isEqualTo("first attempt");

        bench.succeed("run-1", "1");
        bench.get("/runs/run-1");

        assertThat(listed("FAILED")).containsExactly("0", "1");
        assertThat(listed("RUNNING")).isEmpty();
        assertThat(json(bench.get("/runs/run-1/actions?items=0"))
                        .at("/items/0/spent")
                        .asBoolean())
                .isTrue();
    }

    private List<String> listed(String status) {
        List<String> paths = new ArrayList<>();
        json(bench.get("/runs/run-1/actions?status=" + status))
                .path("items")
                .forEach(item -> paths.add(item.path("path").asText()));
        return paths;
    }

    @Test
    void settledItemsAreReadOnceByAClientThatKeepsThem() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 2}, \"id\": \"run-1\"}");
        bench.act("run-1", "list", List.of(), "[1,1]");
        bench.act("run-1", "square", List.of(0L), "1");
        String target = "/runs/run-1/items?node=square";
        assertThat(bench.get(target).headers()).doesNotContainKey("ETag").containsEntry("Cache-Control", "no-store");
        bench.act("run-1", "square", List.of(1L), "1");
        ApiResponse settled = bench.get(target);
        String tag = settled.headers().getOrDefault("ETag", "");
        int reads = bench.actions.reads();

        ApiResponse again = bench.send("GET", target, Map.of("If-None-Match", tag), new byte[0]);

        assertThat(settled.headers()).containsEntry("Cache-Control", "private, no-cache");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(bench.actions.reads()).isEqualTo(reads);
        assertThat(bench.send("GET", target, Map.of("If-None-Match", "\"1\""), new byte[0])
                        .status())
                .isEqualTo(200);
    }

    @Test
    void namesTheNodesInANodeThatHasNoActions() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");

        assertThat(json(bench.get("/runs/run-1/actions?node=each"))
                        .path("detail")
                        .asText())
                .isEqualTo("The node `each` of run `run-1` has no actions itself, because it contains other nodes."
                        + " Name one of these: square.");
        assertThat(bench.get("/runs/run-1/actions?node=sqare").status()).isEqualTo(404);
    }

    @Test
    void refusesStatesOfItemsOfNodesOutsideFanOuts() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");

        assertThat(bench.get("/runs/run-1/items").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/items?node=list").status()).isEqualTo(404);
        assertThat(bench.get("/runs/run-1/items?node=square&in=1").status()).isEqualTo(404);
        assertThat(bench.get("/runs/run-1/items?node=square&in=x").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/items?node=none").status()).isEqualTo(404);
        assertThat(bench.get("/runs/run-2/items?node=square").status()).isEqualTo(404);
    }

    @Test
    void resultsAreFollowedInTheOrderOfCompletion() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        bench.act("run-1", "list", List.of(), "[1,2,3]");
        bench.act("run-1", "square", List.of(2L), "9");
        String follow = "/runs/run-1/results?node=square&follow=true&wait=5&cursor=";
        JsonNode first = json(bench.get("/runs/run-1/results?node=square&follow=true"));
        bench.executions.whilePassing = () -> bench.act("run-1", "square", List.of(0L), "1");

        JsonNode second = json(bench.get(follow + first.path("next").asText()));
        bench.act("run-1", "square", List.of(1L), "4");
        bench.succeed("run-1", "\"b\"");
        JsonNode third = json(bench.get(follow + second.path("next").asText()));

        assertThat(first.path("items").findValuesAsText("path")).containsExactly("2");
        assertThat(second.path("items").findValuesAsText("path")).containsExactly("0");
        assertThat(third.path("items").findValuesAsText("path")).containsExactly("1");
        assertThat(third.has("next")).isFalse();
    }

    @Test
    void internalErrorsHaveNoDetails() {
        bench.start("run-1");
        bench.executions.trouble = new IllegalStateException("secret at com.example.Inner");
        ApiResponse failed = bench.get("/runs/run-1");
        bench.executions.trouble = new StoreException("table secret is throttled", null);
        ApiResponse unavailable = bench.get("/runs/run-1");

        assertThat(failed.status()).isEqualTo(500);
        assertThat(unavailable.status()).isEqualTo(503);
        assertThat(unavailable.headers()).containsEntry("Retry-After", "1");
        assertThat(new String(failed.body(), StandardCharsets.UTF_8)
                        + new String(unavailable.body(), StandardCharsets.UTF_8))
                .doesNotContain("secret")
                .contains("request-1");
        assertThat(bench.failures).hasSize(2);
    }

    @Test
    void responsesAreNotCached() {
        assertThat(bench.get("/runs").headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(RunApi.LONGEST_WAIT).isLessThan(Duration.ofSeconds(30));
    }
}
