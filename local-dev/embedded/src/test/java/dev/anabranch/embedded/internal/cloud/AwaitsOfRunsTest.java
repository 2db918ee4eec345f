package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.record.AnswerWrite;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Answers from outside: the first valid one wins, whatever happens at the same time. */
@SuppressWarnings("try") // A hold acts by being open.
final class AwaitsOfRunsTest {

    private static final String TABLE = "anabranch";

    /** An answer. */
    public record Decision(boolean approved, String by) {}

    /** Returns who decided. */
    public static final class Decider implements Task<Decision, String> {
        @Override
        public String run(Decision decision, TaskContext context) {
            World.BAD.stream().findFirst().ifPresent(bad -> {
                throw new IllegalStateException("bad");
            });
            return decision.by();
        }
    }

    private final AtomicInteger requests = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @SuppressWarnings("NullAway.Init")
    private RunApi api;

    @BeforeEach
    void open(@TempDir Path scratch) {
        World.BAD.clear();
        cloud = new RunsCloud(scratch);
        api = RunApi.builder()
                .runs(cloud.runs())
                .payloads(cloud.cloud().payloads())
                .links(key -> URI.create("test:" + key))
                .clock(() -> RunsCloud.START)
                .pause(time -> {})
                .log((id, thrown) -> {
                    throw new AssertionError(thrown);
                })
                .build();
        cloud.deploy(new Workflow<Long, String>() {
            @Override
            public Value<String> define(Flow flow, Value<Long> number) {
                return flow.call(
                        Decider.class,
                        flow.await("approve", Decision.class)
                                .prompt(number)
                                .timeout(Duration.ofDays(3))
                                .onTimeout(new Decision(false, "timeout")));
            }

            @Override
            public String name() {
                return "single";
            }
        });
        cloud.deploy(new Workflow<Long, Long>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> width) {
                return flow.call(
                        CountDecisions.class,
                        flow.map(flow.call(World.Count.class, width), item -> flow.await("approve", Decision.class)
                                        .prompt(item))
                                .toList());
            }

            @Override
            public String name() {
                return "many";
            }
        });
    }

    /** The number of approvals. */
    public static final class CountDecisions implements Task<List<Decision>, Long> {
        @Override
        public Long run(List<Decision> decisions, TaskContext context) {
            return decisions.stream().filter(Decision::approved).count();
        }
    }

    @AfterEach
    void close() {
        World.BAD.clear();
        cloud.close();
    }

    private RunRecord start(String id, String workflow, long input) {
        return cloud.runs()
                .start(RunRequest.of(workflow, LongNode.valueOf(input)).named(id));
    }

    private ApiResponse signal(String run, String node, String body) {
        return signal(run, node, body, "request-" + requests.incrementAndGet());
    }

    private ApiResponse signal(String run, String node, String body, String key) {
        return api.handle(new ApiRequest(
                "id-" + key,
                "POST",
                "",
                "/runs/" + run + "/signals/" + node,
                "",
                Map.of("content-type", "application/json", "idempotency-key", key),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String by(String name) {
        return "{\"value\": {\"approved\": true, \"by\": \"" + name + "\"}}";
    }

    private String output(String run) {
        return cloud.runs().output(run).map(JsonNode::asText).orElseThrow();
    }

    @Test
    void answerEndsWait() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            assertThat(cloud.runs().get("one").status()).isEqualTo(RunStatus.RUNNING);

            assertThat(signal("one", "approve", by("Ada")).status()).isEqualTo(200);
        }

        assertThat(cloud.runs().get("one").status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(output("one")).isEqualTo("Ada");
    }

    @Test
    void timeoutAppliesFallback() {
        start("one", "single", 1);

        assertThat(output("one")).isEqualTo("timeout");
    }

    @Test
    void invalidAnswerIsRefusedAndWaitContinues() throws JsonProcessingException {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            for (String body : List.of(
                    "{}",
                    "{\"value\": null}",
                    "{\"value\": \"yes\"}",
                    "{\"value\": {\"approved\": \"yes\", \"by\": \"Ada\"}}",
                    "{\"value\": {\"approved\": true, \"by\": \"Ada\", \"more\": 1}}",
                    "{\"value\": {\"approved\": true, \"by\": \"Ada\"}, \"items\": \"1\"}",
                    "{\"answer\": {\"approved\": true, \"by\": \"Ada\"}}")) {
                ApiResponse refused = signal("one", "approve", body);
                assertThat(refused.status()).as(body).isEqualTo(422);
                assertThat(new ObjectMapper()
                                .readTree(new String(refused.body(), StandardCharsets.UTF_8))
                                .path("errors"))
                        .as(body)
                        .isNotEmpty();
            }
            assertThat(signal("one", "approve", by("Ada")).status()).isEqualTo(200);
        }

        assertThat(output("one")).isEqualTo("Ada");
    }

    @Test
    void secondAnswerConflicts() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            start("two", "many", 2);
            assertThat(signal("two", "approve", by("Ada").replace("}}", "}, \"items\": \"0\"}"))
                            .status())
                    .isEqualTo(200);

            ApiResponse second = signal("two", "approve", by("Alan").replace("}}", "}, \"items\": \"0\"}"));

            assertThat(second.status()).isEqualTo(409);
            assertThat(new String(second.body(), StandardCharsets.UTF_8)).contains("has already been answered");
            assertThat(signal("two", "approve", by("Ada").replace("}}", "}, \"items\": \"7\"}"))
                            .status())
                    .isEqualTo(409);
            assertThat(signal("two", "approve", by("Ada")).status()).isEqualTo(422);
        }
    }

    @Test
    void repeatedRequestHasTheSameOutcome() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 2);
            String body = by("Ada").replace("}}", "}, \"items\": \"1\"}");

            assertThat(signal("two", "approve", body, "k").status()).isEqualTo(200);
            assertThat(signal("two", "approve", body, "k").status()).isEqualTo(200);
        }
    }

    @Test
    void answersForSeveralItemsAreOneRequest() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 4);
            assertThat(signal("two", "approve", by("Ada").replace("}}", "}, \"items\": \"0,2-3\"}"))
                            .status())
                    .isEqualTo(200);
            assertThat(signal("two", "approve", by("Ada").replace("}}", "}, \"items\": \"0-3\"}"))
                            .status())
                    .isEqualTo(200);
        }

        assertThat(cloud.runs().output("two").map(JsonNode::longValue)).contains(4L);
    }

    @Test
    void unknownNodesAndEndedRunsAreRefused() {
        start("one", "single", 1);

        assertThat(signal("one", "decider", by("Ada")).status()).isEqualTo(404);
        assertThat(signal("none", "approve", by("Ada")).status()).isEqualTo(404);
        assertThat(signal("one", "approve", by("Ada")).status()).isEqualTo(409);
    }

    @Test
    void oneOfHundredConcurrentAnswersWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 2);
            List<Callable<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String body = by("person " + i % 3).replace("}}", "}, \"items\": \"0\"}");
                answers.add(() -> signal("two", "approve", body).status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : threads.invokeAll(answers)) {
                statuses.add(status.get());
            }

            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(99);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void answerRecordedJustBeforeTheTimeoutWins() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            // The process dies after the write, before it resumes the state.
            AnswerWrite write = new DynamoDbActionStore(cloud.cloud().dynamoDb(), TABLE, DynamoDbActionStore.RETENTION)
                    .answer(
                            RecordKey.of("one", "approve", List.of()),
                            RunsCloud.START,
                            new StoredResult.Inline("{\"approved\":true,\"by\":\"Ada\"}"),
                            "request");
            assertThat(write).isInstanceOf(AnswerWrite.Recorded.class);
        }

        assertThat(output("one")).isEqualTo("Ada");
    }

    @Test
    void answerAfterTheTimeoutConflicts() {
        start("one", "single", 1);

        assertThat(signal("one", "approve", by("Ada")).status()).isEqualTo(409);
        assertThat(output("one")).isEqualTo("timeout");
    }

    @Test
    void rerunAdoptsAnswers() {
        World.BAD.add(1L);
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            signal("one", "approve", by("Ada"));
        }
        assertThat(cloud.runs().get("one").status()).isEqualTo(RunStatus.FAILED);
        World.BAD.clear();

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::asText)).contains("Ada");
        RunRecord record = cloud.runs().get("two");
        assertThat(record.ended()).isBefore(record.started().plus(Duration.ofHours(1)));
    }

    @Test
    void rerunFromWaitAsksAgain() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            signal("one", "approve", by("Ada"));
        }

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.From("approve"));

        assertThat(rerun.output().map(JsonNode::asText)).contains("timeout");
    }

    @Test
    void tokenIsInTheRecordOnly() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            String token = Objects.requireNonNull(cloud.cloud()
                            .dynamoDb()
                            .getItem(request -> request.tableName(TABLE)
                                    .key(Map.of(
                                            "pk", AttributeValue.fromS("one#approve##"),
                                            "sk", AttributeValue.fromS(RecordKey.SINGLE))))
                            .item()
                            .get(RecordField.TOKEN))
                    .s();
            assertThat(token).isNotEmpty();
            for (String path : List.of("/runs/one", "/runs/one/actions", "/runs/one/graph", "/runs/one/counts")) {
                ApiResponse view = api.handle(new ApiRequest("id", "GET", "", path, "", Map.of(), new byte[0]));
                assertThat(view.status()).isEqualTo(200);
                assertThat(new String(view.body(), StandardCharsets.UTF_8)).doesNotContain(token);
            }
            ApiResponse answer = signal("one", "approve", by("Ada"));
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(token);
        }
    }

    @Test
    void cancelEndsWaits() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 3);
            cloud.runs().cancel("two");
            assertThat(signal("two", "approve", by("Ada").replace("}}", "}, \"items\": \"0\"}"))
                            .status())
                    .isEqualTo(409);
        }

        assertThat(cloud.runs().get("two").status()).isEqualTo(RunStatus.ABORTED);
        assertThat(cloud.runs().counts("two").aborted()).isEqualTo(3);
    }
}
