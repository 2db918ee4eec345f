package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.api.ApiRequest;
import dev.anabranch.runs.internal.api.ApiResponse;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.AnswerWrite;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.wire.CallbackId;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Callback;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Callbacks of outside systems: the first valid end wins, whatever happens at the same time. */
@SuppressWarnings("try") // A hold acts by being open.
final class CallbacksOfRunsTest {

    private static final String TABLE = "anabranch";
    private static final RecordKey SUBMIT = RecordKey.of("one", "submit job", List.of());

    /** The outside system. */
    private static final class Desk {
        static final List<String> CALLBACKS = Collections.synchronizedList(new ArrayList<>());
        static Consumer<TaskContext> starting = context -> {};

        private Desk() {}
    }

    /** The end of a job. */
    public record JobEnd(long number, String by) {}

    /** Starts a job elsewhere. */
    public static final class SubmitJob implements Task<Long, String> {
        @Override
        public String run(Long number, TaskContext context) {
            Desk.CALLBACKS.add(context.callbackId());
            Desk.starting.accept(context);
            return "ignored";
        }
    }

    /** Returns who did the job. */
    public static final class Doer implements Task<JobEnd, String> {
        @Override
        public String run(JobEnd end, TaskContext context) {
            World.BAD.stream().findFirst().ifPresent(bad -> {
                throw new IllegalStateException("bad");
            });
            return end.by();
        }
    }

    /** Adds the numbers of jobs. */
    public static final class Total implements Task<List<JobEnd>, Long> {
        @Override
        public Long run(List<JobEnd> ends, TaskContext context) {
            return ends.stream().mapToLong(JobEnd::number).sum();
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
        Desk.CALLBACKS.clear();
        Desk.starting = context -> {};
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
        deploySingle("single", callback -> callback.onTimeout(new JobEnd(0, "timeout")));
        deploySingle("strict", callback -> callback);
        deploySingle("beating", callback -> callback.heartbeat(Duration.ofHours(1)));
        deploySingle("retried", callback -> callback.retry(Retry.upTo(2)));
        deployMany();
    }

    private void deploySingle(String name, UnaryOperator<Callback<JobEnd>> options) {
        cloud.deploy(new Workflow<Long, String>() {
            @Override
            public Value<String> define(Flow flow, Value<Long> number) {
                return flow.call(
                        Doer.class,
                        options.apply(flow.callback(SubmitJob.class, number, JobEnd.class)
                                .timeout(Duration.ofDays(3))));
            }

            @Override
            public String name() {
                return name;
            }
        });
    }

    private void deployMany() {
        cloud.deploy(new Workflow<Long, Long>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> width) {
                return flow.call(
                        Total.class,
                        flow.map(
                                        flow.call(World.Count.class, width),
                                        item -> flow.callback(SubmitJob.class, item, JobEnd.class))
                                .toList());
            }

            @Override
            public String name() {
                return "many";
            }
        });
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

    private ApiResponse post(String route, String body) {
        return post(route, body, "request-" + requests.incrementAndGet());
    }

    private ApiResponse post(String route, String body, String key) {
        return api.handle(new ApiRequest(
                "id-" + key,
                "POST",
                "",
                "/callbacks/" + route,
                "",
                Map.of("content-type", "application/json", "idempotency-key", key),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String value(String callback, long number, String by) {
        return "{\"callback\": \"" + callback + "\", \"value\": {\"number\": " + number + ", \"by\": \"" + by + "\"}}";
    }

    private int complete(String callback, String by) {
        return post("complete", value(callback, 1, by)).status();
    }

    private ApiResponse fail(String callback) {
        return post("fail", "{\"callback\": \"" + callback + "\", \"error\": \"JobFailed\", \"message\": \"no disk\"}");
    }

    private int heartbeat(String callback) {
        return post("heartbeat", "{\"callback\": \"" + callback + "\"}").status();
    }

    private static String only() {
        assertThat(Desk.CALLBACKS).hasSize(1);
        return Desk.CALLBACKS.get(0);
    }

    private RunStatus status(String run) {
        return cloud.runs().get(run).status();
    }

    private String output(String run) {
        return cloud.runs().output(run).map(JsonNode::asText).orElseThrow();
    }

    private ActionRecord record() {
        return store().read(SUBMIT).orElseThrow();
    }

    private DynamoDbActionStore store() {
        return new DynamoDbActionStore(cloud.cloud().dynamoDb(), TABLE, DynamoDbActionStore.RETENTION);
    }

    @Test
    void completionEndsCallback() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "strict", 1);
            assertThat(status("one")).isEqualTo(RunStatus.RUNNING);

            assertThat(complete(only(), "Ada")).isEqualTo(200);
        }

        assertThat(output("one")).isEqualTo("Ada");
    }

    @Test
    void callbackWithoutAValueIsCompletedWithNull() {
        cloud.deploy(new Workflow<Long, Void>() {
            @Override
            public Value<Void> define(Flow flow, Value<Long> number) {
                return flow.callback(SubmitJob.class, number, Void.class);
            }

            @Override
            public String name() {
                return "done";
            }
        });
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "done", 1);
            String id = "{\"callback\": \"" + only() + "\"";
            assertThat(text(post("complete", id + ", \"value\": {}}")))
                    .contains("`/value` in the body is an object, but must be null.");

            assertThat(post("complete", id + ", \"value\": null}").status()).isEqualTo(200);
        }

        assertThat(status("one")).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(cloud.runs().output("one").orElseThrow().isNull()).isTrue();
    }

    private static String text(ApiResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void fieldOfARequestHasOneError() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "strict", 1);
            for (String error : List.of("\"\"", "7", "null", "\"States.ALL\"")) {
                String body = text(post("fail", "{\"callback\": \"" + only() + "\", \"error\": " + error + "}"));
                assertThat(body)
                        .contains("`/error` in the body is ", "but must be the name of the error")
                        .doesNotContain("missing", "has 2 errors");
            }
        }
    }

    @Test
    void completionBeforeTheTaskReturnsIsKept() {
        Desk.starting =
                context -> assertThat(complete(context.callbackId(), "early")).isEqualTo(200);

        start("one", "strict", 1);

        assertThat(output("one")).isEqualTo("early");
        assertThat(Desk.CALLBACKS).hasSize(1);
    }

    @Test
    void completionWinsOverAnExceptionOfTheTaskAfterIt() {
        Desk.starting = context -> {
            assertThat(complete(context.callbackId(), "early")).isEqualTo(200);
            throw new IllegalStateException("after the completion");
        };

        start("one", "retried", 1);

        assertThat(output("one")).isEqualTo("early");
    }

    @Test
    void completionThatWasNotSentOnWinsOverAnExceptionOfTheTask() {
        Desk.starting = context -> {
            // The process that records the completion dies before it resumes the state.
            recordCompletion(context.callbackId());
            throw new IllegalStateException("after the completion");
        };

        start("one", "strict", 1);

        assertThat(output("one")).isEqualTo("Ada");
    }

    private void recordCompletion(String callback) {
        CallbackId id = CallbackId.parse(callback).orElseThrow();
        AnswerWrite write = store().complete(
                        id.key(),
                        id.secret(),
                        RunsCloud.START,
                        new StoredResult.Inline("{\"number\":1,\"by\":\"Ada\"}"),
                        "request");
        assertThat(write).isInstanceOf(AnswerWrite.Recorded.class);
    }

    @Test
    void completionRecordedJustBeforeTheTimeoutWins() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            start("two", "strict", 1);
            recordCompletion(Desk.CALLBACKS.get(0));
            recordCompletion(Desk.CALLBACKS.get(1));
        }

        assertThat(output("one")).isEqualTo("Ada");
        assertThat(output("two")).isEqualTo("Ada");
    }

    @Test
    void failureRecordedJustBeforeTheTimeoutWins() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            CallbackId id = CallbackId.parse(only()).orElseThrow();
            store().fail(id.key(), id.secret(), RunsCloud.START, "JobFailed", "no disk", "request");
        }

        assertThat(status("one")).isEqualTo(RunStatus.FAILED);
        assertThat(record().errorName()).isEqualTo("JobFailed");
    }

    @Test
    void timeoutAppliesFallbackOrFails() {
        start("one", "single", 1);
        start("two", "strict", 1);

        assertThat(output("one")).isEqualTo("timeout");
        RunRecord failed = cloud.runs().get("two");
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(Objects.requireNonNull(failed.error()).name()).isEqualTo("Anabranch.AwaitTimeout");
        assertThat(failed.ended()).isEqualTo(RunsCloud.START.plus(Duration.ofDays(6)));
        assertThat(complete(Desk.CALLBACKS.get(1), "late")).isEqualTo(409);
    }

    @Test
    void failureEndsCallback() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "retried", 1);
            assertThat(fail(only()).status()).isEqualTo(200);
            assertThat(status("one")).isEqualTo(RunStatus.FAILED);
        }

        RunRecord run = cloud.runs().get("one");
        assertThat(Objects.requireNonNull(run.error()).name()).isEqualTo("JobFailed");
        assertThat(Objects.requireNonNull(run.error()).message()).contains("no disk");
        assertThat(record().attempts()).isEqualTo(1);
    }

    @Test
    void failureBeforeTheTaskReturnsIsKept() {
        Desk.starting =
                context -> assertThat(fail(context.callbackId()).status()).isEqualTo(200);

        start("one", "strict", 1);

        assertThat(status("one")).isEqualTo(RunStatus.FAILED);
        assertThat(record().errorName()).isEqualTo("JobFailed");
    }

    @Test
    void heartbeatsKeepCallbackOpenAndItsAbsenceFailsIt() {
        start("one", "beating", 1);
        assertThat(cloud.runs().get("one").ended()).isEqualTo(RunsCloud.START.plus(Duration.ofHours(1)));
        assertThat(record().errorName()).isEqualTo("Anabranch.HeartbeatTimeout");
        assertThat(heartbeat(only())).isEqualTo(409);

        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "beating", 1);
            String callback = Desk.CALLBACKS.get(1);
            for (int i = 1; i <= 3; i++) {
                cloud.after(Duration.ofMinutes(50L * i), () -> assertThat(heartbeat(callback))
                        .isEqualTo(200));
            }
        }
        RunRecord run = cloud.runs().get("two");
        assertThat(run.ended()).isEqualTo(run.started().plus(Duration.ofMinutes(210)));
    }

    @Test
    void invalidRequestsAreRefusedAndCallbackStaysOpen() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "strict", 1);
            String id = "\"callback\": \"" + only() + "\"";
            for (String body : List.of(
                    "{}",
                    "{\"callback\": \"abc\", \"value\": 1}",
                    "{\"callback\": 1, \"value\": 1}",
                    "{" + id + "}",
                    "{" + id + ", \"value\": null}",
                    "{" + id + ", \"value\": \"done\"}",
                    "{" + id + ", \"value\": {\"number\": \"x\", \"by\": \"Ada\"}}",
                    "{" + id + ", \"value\": {\"number\": 1, \"by\": \"Ada\", \"more\": 1}}",
                    "{" + id + ", \"error\": \"JobFailed\"}")) {
                assertThat(post("complete", body).status()).as(body).isEqualTo(422);
            }
            for (String body : List.of(
                    "{" + id + "}",
                    "{" + id + ", \"error\": \"\"}",
                    "{" + id + ", \"error\": \"Anabranch.NotNeeded\"}",
                    "{" + id + ", \"error\": \"States.ALL\"}",
                    "{" + id + ", \"error\": \"two\\nlines\"}",
                    "{" + id + ", \"error\": \"JobFailed\", \"value\": 1}")) {
                assertThat(post("fail", body).status()).as(body).isEqualTo(422);
            }
            assertThat(complete(only(), "Ada")).isEqualTo(200);
        }

        assertThat(output("one")).isEqualTo("Ada");
    }

    @Test
    void secondEndConflictsAndRepetitionHasTheSameOutcome() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 2);
            String first = Desk.CALLBACKS.get(0);
            assertThat(post("complete", value(first, 1, "Ada"), "k").status()).isEqualTo(200);
            assertThat(post("complete", value(first, 1, "Ada"), "k").status()).isEqualTo(200);
            String reordered = "{\"value\": {\"by\": \"Ada\", \"number\": 1}, \"callback\": \"" + first + "\"}";
            assertThat(post("complete", reordered, "k").status()).isEqualTo(200);

            ApiResponse second = post("complete", value(first, 1, "Alan"));
            assertThat(second.status()).isEqualTo(409);
            assertThat(new String(second.body(), StandardCharsets.UTF_8)).contains("has already been completed");
            assertThat(fail(first).status()).isEqualTo(409);
            assertThat(heartbeat(first)).isEqualTo(409);
        }
    }

    @Test
    void guessedAndForeignCallbacksConflict() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "strict", 1);
            CallbackId id = CallbackId.parse(only()).orElseThrow();
            String other = new CallbackId(id.run(), id.node(), id.path(), "A".repeat(22)).text();

            assertThat(complete(other, "Eve")).isEqualTo(409);
            assertThat(fail(other).status()).isEqualTo(409);
            assertThat(heartbeat(other)).isEqualTo(409);
            assertThat(complete(new CallbackId("none", id.node(), id.path(), id.secret()).text(), "Eve"))
                    .isEqualTo(404);
            assertThat(complete(new CallbackId(id.run(), "doer", id.path(), id.secret()).text(), "Eve"))
                    .isEqualTo(404);
            assertThat(complete(new CallbackId(id.run(), id.node(), List.of(3L), id.secret()).text(), "Eve"))
                    .isEqualTo(409);
            assertThat(status("one")).isEqualTo(RunStatus.RUNNING);
        }
    }

    @Test
    void retryReplacesCallback() {
        Desk.starting = context -> {
            if (context.attempt() == 1) {
                throw new IllegalStateException("the first attempt fails after it has submitted the job");
            }
        };
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "retried", 1);
            assertThat(complete(only(), "too early")).isEqualTo(409);
            cloud.after(Duration.ofHours(1), () -> {
                assertThat(Desk.CALLBACKS).hasSize(2).doesNotHaveDuplicates();
                ApiResponse old = post("complete", value(Desk.CALLBACKS.get(0), 1, "first"));
                assertThat(old.status()).isEqualTo(409);
                assertThat(new String(old.body(), StandardCharsets.UTF_8)).contains("later attempt");
                assertThat(complete(Desk.CALLBACKS.get(1), "second")).isEqualTo(200);
            });
        }

        assertThat(output("one")).isEqualTo("second");
        assertThat(record().attempts()).isEqualTo(2);
    }

    @Test
    void taskThatAlwaysFailsFailsTheRun() {
        Desk.starting = context -> {
            throw new IllegalStateException("no queue");
        };

        start("one", "retried", 1);

        RunRecord run = cloud.runs().get("one");
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(Objects.requireNonNull(run.error()).message()).contains("no queue");
        assertThat(record().attempts()).isEqualTo(3);
    }

    @Test
    void oneOfHundredConcurrentEndsWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 2);
            String callback = Desk.CALLBACKS.get(0);
            List<Callable<Integer>> ends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String by = "worker " + i;
                boolean failure = i % 3 == 0;
                ends.add(() -> failure ? fail(callback).status() : complete(callback, by));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : threads.invokeAll(ends)) {
                statuses.add(status.get());
            }

            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(99);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void wideFanOutWaitsInStandardChildren() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 300);
            cloud.after(Duration.ofHours(1), () -> {
                assertThat(Desk.CALLBACKS).hasSize(300).doesNotHaveDuplicates();
                List.copyOf(Desk.CALLBACKS).forEach(callback -> assertThat(complete(callback, "Ada"))
                        .isEqualTo(200));
            });
        }

        assertThat(cloud.runs().output("two").map(JsonNode::longValue)).contains(300L);
    }

    @Test
    void rerunAdoptsValuesWithoutStartingTheWorkAgain() {
        World.BAD.add(1L);
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "strict", 1);
            complete(only(), "Ada");
        }
        assertThat(status("one")).isEqualTo(RunStatus.FAILED);
        World.BAD.clear();

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::asText)).contains("Ada");
        assertThat(Desk.CALLBACKS).hasSize(1);
    }

    @Test
    void rerunKeepsReportsAndFilesOfAdoptedCallbacks() {
        String large = "![chart](a.png)" + "m".repeat(20_000);
        World.BAD.add(1L);
        try (EngineClock.Hold hold = cloud.hold()) {
            Desk.starting = context -> reportWithImage(context, large);
            start("large", "strict", 1);
            Desk.starting = context -> reportWithImage(context, "![chart](a.png)");
            start("small", "strict", 1);
            Desk.CALLBACKS.forEach(
                    callback -> assertThat(complete(callback, "Ada")).isEqualTo(200));
        }
        World.BAD.clear();
        cloud.rerun("large-again", "large", new RerunSelection.OnlyFailed());
        cloud.rerun("small-again", "small", new RerunSelection.OnlyFailed());
        cloud.runs().delete("large");
        cloud.runs().delete("small");

        assertThat(reportOf("large-again")).isEqualTo(large);
        assertThat(reportOf("small-again")).isEqualTo("![chart](a.png)");
        for (String run : List.of("large-again", "small-again")) {
            assertThat(cloud.cloud().payloads().get(PayloadKeys.file(run, "submit job", List.of(), "a.png")))
                    .containsExactly(1);
        }
        assertThat(Desk.CALLBACKS).hasSize(2);
    }

    private static void reportWithImage(TaskContext context, String markdown) {
        try {
            context.write("a.png", "image/png", out -> out.write(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.report(markdown);
    }

    private String reportOf(String run) {
        StoredResult report = Objects.requireNonNull(store().read(RecordKey.of(run, "submit job", List.of()))
                .orElseThrow()
                .telemetry()
                .report());
        try (InputStream in = cloud.cloud().payloads().open(report)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void rerunStartsFailedWorkAgain() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "single", 1);
            fail(only());
        }

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::asText)).contains("timeout");
        assertThat(Desk.CALLBACKS).hasSize(2);
    }

    @Test
    void signalOfAnOperatorEndsCallbackWithoutItsId() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "strict", 1);
            ApiResponse answer = api.handle(new ApiRequest(
                    "id",
                    "POST",
                    "",
                    "/runs/one/signals/submit job",
                    "",
                    Map.of("content-type", "application/json"),
                    "{\"value\": {\"number\": 1, \"by\": \"operator\"}}".getBytes(StandardCharsets.UTF_8)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(complete(only(), "Ada")).isEqualTo(409);
        }

        assertThat(output("one")).isEqualTo("operator");
    }

    @Test
    void tokenAndSecretAreInTheRecordOnly() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("one", "strict", 1);
            Map<String, AttributeValue> item = cloud.cloud()
                    .dynamoDb()
                    .getItem(request -> request.tableName(TABLE)
                            .key(Map.of(
                                    "pk", AttributeValue.fromS(SUBMIT.partition()),
                                    "sk", AttributeValue.fromS(SUBMIT.sort()))))
                    .item();
            String token = Objects.requireNonNull(item.get(RecordField.TOKEN)).s();
            String secret =
                    Objects.requireNonNull(item.get(RecordField.CALLBACK)).s();
            assertThat(only()).endsWith(secret).doesNotContain(token);
            for (String path : List.of("/runs/one", "/runs/one/actions", "/runs/one/graph", "/runs/one/items")) {
                ApiResponse view = api.handle(new ApiRequest("id", "GET", "", path, "", Map.of(), new byte[0]));
                assertThat(new String(view.body(), StandardCharsets.UTF_8)).doesNotContain(token, secret);
            }
            ApiResponse answer = post("complete", value(only(), 1, "Ada"));
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(token, secret);
        }
    }

    @Test
    void cancelEndsCallbacks() {
        try (EngineClock.Hold hold = cloud.hold()) {
            start("two", "many", 3);
            cloud.runs().cancel("two");
            assertThat(complete(Desk.CALLBACKS.get(0), "Ada")).isEqualTo(409);
        }

        assertThat(status("two")).isEqualTo(RunStatus.ABORTED);
        assertThat(cloud.runs().counts("two").aborted()).isEqualTo(3);
    }
}
