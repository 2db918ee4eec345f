package dev.anabranch.runtime.internal.action;

import static dev.anabranch.runtime.internal.action.Calls.NOTHING;
import static dev.anabranch.runtime.internal.action.Calls.call;
import static dev.anabranch.runtime.internal.action.Calls.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.CallbackToken;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Progress, metrics and reports of tasks are in the records, and cost no write of a short action. */
final class TelemetryTest {

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private final List<LogLine> lines = new ArrayList<>();
    private Instant now = Bench.NOW;
    private ActionHost host = host(Path.of(""));

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        host = host(scratch);
    }

    private ActionHost host(Path scratch) {
        return ActionHost.builder()
                .actions(actions)
                .payloads(payloads)
                .clock(() -> now)
                .executor(Runnable::run)
                .log(lines::add)
                .scratch(scratch)
                .build();
    }

    /** Runs the action of the test and returns its input. */
    private static final class Scripted implements Task<Integer, Integer> {
        private final Consumer<TaskContext> body;

        Scripted(Consumer<TaskContext> body) {
            this.body = body;
        }

        @Override
        public Integer run(Integer input, TaskContext context) {
            body.accept(context);
            return input;
        }
    }

    private void run(Invocation call, Consumer<TaskContext> body) {
        ActionRunner.of(new Scripted(body), host).handle(call, Bench.DELIVERY);
    }

    private void runFailing(Invocation call, Consumer<TaskContext> body) {
        assertThatThrownBy(() -> run(call, body)).isInstanceOf(ActionFailure.class);
    }

    private ActionRecord record(Invocation call) {
        return actions.read(key(call)).orElseThrow();
    }

    private static RecordKey key(Invocation call) {
        return RecordKey.of(call.run().id(), call.node(), call.path());
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    // ------------------------------------------------------------------------------------------------ metrics

    @Test
    void metricIsRecordedWithTheResult() {
        Invocation call = call("1", NOTHING);
        run(call, context -> {
            context.metric("loss", 0.5);
            context.metric("loss", -2);
            context.metric("rows", 7);
        });

        assertThat(record(call).telemetry().metrics())
                .isEqualTo(Map.of("loss", new Metric(2, -1.5, -2, 0.5), "rows", Metric.of(7)));
        assertThat(actions.writes()).isEqualTo(2);
        assertThat(payloads.puts()).isZero();
    }

    @Test
    void failedAttemptKeepsItsMetricsUntilTheNextOneBegins() {
        Invocation call = call("1", NOTHING);
        runFailing(call, context -> {
            context.metric("loss", 3);
            throw new IllegalStateException("diverged");
        });
        assertThat(record(call).status()).isEqualTo(ActionStatus.FAILED);
        assertThat(record(call).telemetry().metrics()).containsExactly(Map.entry("loss", Metric.of(3)));

        run(retry(call, 1), context -> {
            assertThat(record(call).telemetry()).isEqualTo(Telemetry.NONE);
            context.metric("loss", 1);
        });
        assertThat(record(call).telemetry().metrics()).containsExactly(Map.entry("loss", Metric.of(1)));
    }

    @Test
    void lateAttemptDoesNotReplaceTheMetricsOfTheLatest() {
        Invocation early = call("1", NOTHING);
        actions.beforeFinish(() -> run(retry(early, 1), context -> context.metric("loss", 1)));

        run(early, context -> context.metric("loss", 100));

        assertThat(record(early).telemetry().metrics()).containsExactly(Map.entry("loss", Metric.of(1)));
    }

    @Test
    void callsAfterTheEndHaveNoEffect() {
        Invocation call = call("1", NOTHING);
        List<TaskContext> left = new ArrayList<>();
        run(call, context -> {
            left.add(context);
            context.metric("loss", 1);
        });
        pass(60);

        left.get(0).metric("loss", 5);
        left.get(0).progress(1, 2);
        left.get(0).report("late");

        assertThat(record(call).telemetry()).isEqualTo(new Telemetry(null, Map.of("loss", Metric.of(1)), null));
        assertThat(actions.writes()).isEqualTo(2);
    }

    @Test
    void valuesOfSeveralThreadsAreAllCounted() {
        Invocation call = call("1", NOTHING);
        run(call, context -> IntStream.range(0, 10_000).parallel().forEach(i -> context.metric("n", 1)));

        assertThat(record(call).telemetry().metrics()).containsEntry("n", new Metric(10_000, 10_000, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void metricThatIsNotFiniteFailsTheActionWithItsName(double value) {
        assertThatThrownBy(() -> run(call("1", NOTHING), context -> context.metric("loss", value)))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("classify")
                .hasMessageContaining(
                        "The metric `loss` of `classify` is " + value + ". A metric must be a finite number.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1st", "a b", "größe", "a\n", "<script>", "a234567890123456789012345678901234567890x"})
    void invalidNameOfAMetricFailsTheAction(String name) {
        assertThatThrownBy(() -> run(call("1", NOTHING), context -> context.metric(name, 1)))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("is not a valid name for a metric of `classify`");
    }

    @Test
    @SuppressWarnings("NullAway") // Tasks may be written without null checks.
    void nullAsNameOfAMetricOrAsReportFailsTheActionWithWhatIsExpected() {
        assertThatThrownBy(() -> run(call("1", NOTHING), context -> context.metric(null, 1)))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("`null` is not a valid name for a metric of `classify`. A name has 1 to 40");
        assertThatThrownBy(() -> run(Calls.at(call("1", NOTHING), 1L), context -> context.report(null)))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("The report of `classify` is null. Leave out the call if there is no report.");
    }

    @Test
    void seventeenthMetricFailsTheActionAndTheOthersAreKept() {
        Invocation call = call("1", NOTHING);
        assertThatThrownBy(() ->
                        run(call, context -> IntStream.rangeClosed(1, 17).forEach(i -> context.metric("m" + i, i))))
                .hasMessageContaining("`m17` would be metric number 17 of this action of `classify`.");
        assertThat(record(call).telemetry().metrics()).hasSize(16);
    }

    @Test
    void sumBeyondTheRangeIsTheLargestFiniteNumber() {
        Metric largest = Metric.of(Double.MAX_VALUE);

        assertThat(largest.plus(largest).sum()).isEqualTo(Double.MAX_VALUE);
        assertThat(Metric.of(-Double.MAX_VALUE)
                        .plus(Metric.of(-Double.MAX_VALUE))
                        .sum())
                .isEqualTo(-Double.MAX_VALUE);
    }

    @Test
    void meanIsBetweenTheMinimumAndTheMaximum() {
        Metric largest = Metric.of(Double.MAX_VALUE);
        Metric tenth = Metric.of(0.1);

        assertThat(Metric.of(1).plus(Metric.of(2)).mean()).isEqualTo(1.5);
        assertThat(largest.plus(largest).mean()).isEqualTo(Double.MAX_VALUE);
        assertThat(Metric.of(-Double.MAX_VALUE)
                        .plus(Metric.of(-Double.MAX_VALUE))
                        .mean())
                .isEqualTo(-Double.MAX_VALUE);
        assertThat(tenth.plus(tenth).plus(tenth).mean()).isEqualTo(0.1);
    }

    // ------------------------------------------------------------------------------------------------ progress

    @Test
    void progressOfAShortAttemptIsRecordedAtItsEndOnly() {
        Invocation call = call("1", NOTHING);
        run(call, context -> {
            context.progress(1, 3);
            pass(4);
            context.progress(3, 3);
        });

        assertThat(record(call).telemetry().progress()).isEqualTo(new Progress(3, 3));
        assertThat(actions.writes()).isEqualTo(2);
    }

    @Test
    void progressOfALongAttemptIsRecordedAtMostEveryFiveSeconds() {
        Invocation call = call("1", NOTHING);
        List<@Nullable Progress> seen = new ArrayList<>();
        run(call, context -> {
            for (int done = 0; done <= 20; done++) {
                context.progress(done, 20);
                seen.add(record(call).telemetry().progress());
                pass(1);
            }
        });

        assertThat(seen.subList(0, 5)).containsOnlyNulls();
        assertThat(seen.get(5)).isEqualTo(new Progress(5, 20));
        assertThat(seen.get(9)).isEqualTo(new Progress(5, 20));
        assertThat(seen.get(10)).isEqualTo(new Progress(10, 20));
        assertThat(actions.writes()).isEqualTo(2 + 4);
        assertThat(record(call).telemetry().progress()).isEqualTo(new Progress(20, 20));
    }

    @Test
    void progressStaysWhenTheFunctionDies() {
        Invocation call = call("1", NOTHING);
        assertThatThrownBy(() -> run(call, context -> {
                    pass(6);
                    context.progress(40, 100);
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(record(call).telemetry().progress()).isEqualTo(new Progress(40, 100));
    }

    @Test
    void progressOfASupersededAttemptIsNotRecorded() {
        Invocation early = call("1", NOTHING);
        Invocation later = retry(early, 1);
        assertThatThrownBy(() -> run(early, context -> {
                    actions.claim(key(later), new RecordedAttempt(later.attemptOrder(), now, "log-2"));
                    int writes = actions.writes();
                    pass(6);
                    context.progress(1, 2);
                    pass(6);
                    context.progress(2, 2);
                    assertThat(record(early).telemetry()).isEqualTo(Telemetry.NONE);
                    assertThat(actions.writes()).isEqualTo(writes + 1);
                    throw new IllegalStateException("late");
                }))
                .isInstanceOf(ActionFailure.class);
    }

    @Test
    void unavailableTableDoesNotFailATaskThatReportsProgress() {
        Invocation call = call("1", NOTHING);
        run(call, context -> {
            pass(6);
            actions.fail("The table is throttled.");
            context.progress(1, 2);
            actions.fail(null);
        });

        assertThat(record(call).status()).isEqualTo(ActionStatus.SUCCEEDED);
        assertThat(record(call).telemetry().progress()).isEqualTo(new Progress(1, 2));
        assertThat(lines).extracting(LogLine::message).containsExactly("The progress could not be recorded yet.");
    }

    @Test
    void unusualProgressIsRecordedAndNegativeIsRefused() {
        Invocation call = call("1", NOTHING);
        run(call, context -> {
            context.progress(5, 3);
            context.progress(0, 0);
            context.progress(7, 5);
            context.progress(2, 1);
        });
        assertThat(record(call).telemetry().progress()).isEqualTo(new Progress(2, 1));

        assertThatThrownBy(() -> run(Calls.at(call("1", NOTHING), 9L), context -> context.progress(-1, 10)))
                .hasMessageContaining("The progress of `classify` is -1 of 10. Both numbers must be at least 0.");
    }

    // ------------------------------------------------------------------------------------------------ reports

    @Test
    void smallReportIsInTheRecordAndALargeOneInAnObject() {
        Invocation small = Calls.at(call("1", NOTHING), 1L);
        run(small, context -> {
            context.report("first");
            context.report("# Größe\n\n😀");
        });
        assertThat(record(small).telemetry().report()).isEqualTo(new StoredResult.Inline("# Größe\n\n😀"));
        assertThat(payloads.puts()).isZero();

        Invocation large = Calls.at(call("1", NOTHING), 2L);
        String markdown = "ü".repeat(5_000);
        run(large, context -> context.report(markdown));
        StoredResult report = Objects.requireNonNull(record(large).telemetry().report());
        assertThat(report)
                .isEqualTo(new StoredResult.InStore(
                        "runs/run-1/results/classify/2/" + large.attemptOrder() + "/report.md", 10_000));
        assertThat(payloads.get("runs/run-1/results/classify/2/" + large.attemptOrder() + "/report.md"))
                .isEqualTo(markdown.getBytes(StandardCharsets.UTF_8));
        assertThat(actions.writes()).isEqualTo(4);
    }

    @Test
    void reportAboveTheLimitFailsTheAction() {
        run(call("1", NOTHING), context -> context.report("x".repeat(Telemetry.LARGEST_REPORT)));

        assertThatThrownBy(() -> run(
                        Calls.at(call("1", NOTHING), 3L),
                        context -> context.report("ü".repeat(Telemetry.LARGEST_REPORT / 2) + "x")))
                .hasMessageContaining("The report of `classify` has 262145 bytes, but at most 262144 are allowed.");
    }

    @Test
    void failureIsRecordedEvenIfItsReportCannotBeStored() {
        Invocation call = call("1", NOTHING);
        runFailing(call, context -> {
            context.metric("loss", 1);
            context.report("x".repeat(10_000));
            payloads.fail("The bucket is unavailable.");
            throw new IllegalStateException("diverged");
        });
        payloads.fail(null);

        assertThat(record(call).error()).isEqualTo(IllegalStateException.class.getName());
        assertThat(record(call).telemetry()).isEqualTo(new Telemetry(null, Map.of("loss", Metric.of(1)), null));
    }

    // ------------------------------------------------------------------------------------------------ batches,
    // callbacks

    private void runBatch(List<Integer> items, int retry, Consumer<TaskContext> body) {
        ObjectNode json = retry(call("1", NOTHING), retry).toJson();
        json.putObject("input").put("item", true);
        json.put("threads", 1);
        ArrayNode batch = json.putArray("batch");
        items.forEach(
                item -> batch.addObject().put("index", item).putObject("item").put("v", item));
        ActionRunner.of(new Scripted(body), host)
                .handle(json.toString().getBytes(StandardCharsets.UTF_8), Bench.DELIVERY);
    }

    @Test
    void actionsOfABatchKeepTheirOwnTelemetryInTheSharedRecord() {
        assertThatThrownBy(() -> runBatch(List.of(0, 1, 2), 0, context -> {
                    long index = context.index().orElseThrow();
                    context.metric("index", (double) index);
                    pass(6);
                    context.progress(index, 2);
                    if (index == 1) {
                        context.report("# One");
                        throw new IllegalStateException("one");
                    }
                }))
                .isInstanceOf(ActionFailure.class);
        assertThat(batched(2).telemetry())
                .isEqualTo(new Telemetry(new Progress(2, 2), Map.of("index", Metric.of(2)), null));
        assertThat(batched(1).status()).isEqualTo(ActionStatus.FAILED);
        assertThat(batched(1).telemetry().report()).isInstanceOf(StoredResult.InStore.class);

        runBatch(List.of(0, 1, 2), 1, context -> context.metric("again", 1));

        assertThat(batched(0).telemetry().metrics()).containsOnlyKeys("index");
        assertThat(batched(1).telemetry()).isEqualTo(new Telemetry(null, Map.of("again", Metric.of(1)), null));
    }

    private ActionRecord batched(long index) {
        return actions.read(RecordKey.of("run-1", "classify", List.of(index))).orElseThrow();
    }

    @Test
    void telemetryOfACallbackIsRecordedWhenItsTaskReturns() {
        Invocation call = call("1", NOTHING);
        CallbackToken token = new CallbackToken("token", 60);
        Invocation callback = new Invocation(
                call.run(),
                call.workflow(),
                call.node(),
                call.path(),
                call.entered(),
                call.retry(),
                call.timeoutSeconds(),
                call.input(),
                call.reply(),
                call.caching(),
                call.policies(),
                call.labels(),
                Optional.of(token));
        run(callback, context -> context.metric("submitted", 1));
        assertThat(record(call).status()).isEqualTo(ActionStatus.RUNNING);
        assertThat(record(call).telemetry().metrics()).containsOnlyKeys("submitted");
        assertThat(actions.writes()).isEqualTo(2);

        actions.complete(key(call), token.secret(), now.plus(Duration.ofSeconds(1)), new StoredResult.Inline("1"), "q");
        assertThat(record(call).telemetry().metrics()).containsOnlyKeys("submitted");
        assertThat(Optional.ofNullable(record(call).result())).isPresent();
    }
}
