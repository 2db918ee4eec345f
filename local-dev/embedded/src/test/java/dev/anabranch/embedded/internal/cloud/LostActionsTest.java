package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runs.internal.action.FanOutRef;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state machine records the cause for actions that die without an answer, including those of a batch. */
final class LostActionsTest {

    @TempDir
    Path scratch;

    /** Counts the error names of the outcomes. */
    public static final class Errors implements Task<Results<Outcome<Long>>, List<String>> {
        @Override
        public List<String> run(Results<Outcome<Long>> outcomes, TaskContext context) {
            return outcomes.stream()
                    .map(outcome -> outcome.fold(result -> "ok", failed -> failed.error() + " " + failed.attempts()))
                    .toList();
        }
    }

    private static Workflow<Long, List<String>> workflow(int batch, int retries) {
        return new Workflow<>() {
            @Override
            public Value<List<String>> define(Flow flow, Value<Long> width) {
                FanOut<Long> numbers = flow.map(flow.call(World.Count.class, width), Shapes.Increment.class)
                        .named("each");
                return flow.call(
                        Errors.class,
                        numbers.batch(batch).retry(Retry.upTo(retries)).outcomes());
            }

            @Override
            public String name() {
                return "lost";
            }
        };
    }

    /** Changes invocations of the fan-out's task; other invocations are unchanged. */
    private interface Fate {
        CompletionStage<LambdaInvoker.Answer> meet(
                LambdaInvoker functions, String function, byte[] payload, CallContext context);
    }

    static Stream<Arguments> deaths() {
        return Stream.of(
                Arguments.of(
                        "Anabranch.Timeout",
                        thrown(LambdaInvoker.LambdaException.timedOut("Task timed out after 60.00 seconds"))),
                Arguments.of("Anabranch.Timeout", (Fate)
                        (functions, function, payload, context) -> context.after(Duration.ofHours(1))
                                .thenCompose(late -> functions.invoke(function, payload, context))),
                Arguments.of(
                        "Anabranch.OutOfMemory",
                        answered("Runtime.ExitError", "RequestId: 1 Error: Runtime exited with error: signal: killed")),
                Arguments.of(
                        "Anabranch.OutOfMemory",
                        answered("Runtime.OutOfMemory", "RequestId: 1 Error: Runtime out of memory")),
                Arguments.of("Anabranch.OutOfMemory", answered("java.lang.OutOfMemoryError", "Java heap space")),
                Arguments.of(
                        "Anabranch.Crashed",
                        answered("Runtime.ExitError", "RequestId: 1 Error: Runtime exited with error: exit status 1")),
                Arguments.of(
                        "Anabranch.Crashed",
                        thrown(LambdaInvoker.LambdaException.crashed(
                                "RequestId: 1 Process exited before completing request"))),
                Arguments.of("Lambda.TooManyRequestsException", thrown(LambdaInvoker.LambdaException.throttled())));
    }

    private static Fate thrown(LambdaInvoker.LambdaException death) {
        return (functions, function, payload, context) -> CompletableFuture.failedFuture(death);
    }

    private static Fate answered(String type, String message) {
        byte[] payload = ("{\"errorType\": \"" + type + "\", \"errorMessage\": \"" + message + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        return (functions, function, ignored, context) ->
                CompletableFuture.completedFuture(LambdaInvoker.Answer.functionError("$LATEST", payload));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void deadActionIsRecordedWithItsCause(String name, Fate fate) {
        assertThat(errors(workflow(1, 0), 3, fate)).containsOnly(name + " 0").hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void everyActionOfADeadBatchIsRecordedWithTheCause(String name, Fate fate) {
        assertThat(errors(workflow(7, 0), 17, fate)).containsOnly(name + " 0").hasSize(17);
    }

    @Test
    void deadBatchOverTheEndOfABlockIsRecordedInBothRecords() {
        assertThat(errors(workflow(100, 0), 600, thrown(LambdaInvoker.LambdaException.crashed("gone"))))
                .containsOnly("Anabranch.Crashed 0")
                .hasSize(600);
    }

    @Test
    void finishedActionsOfADeadBatchKeepTheirResults() {
        Fate answerIsLost = (functions, function, payload, context) -> functions
                .invoke(function, payload, context)
                .thenApply(answer -> {
                    throw LambdaInvoker.LambdaException.crashed("gone");
                });
        assertThat(errors(workflow(7, 0), 17, answerIsLost)).containsOnly("ok").hasSize(17);
    }

    @Test
    void retryOfADeadBatchCompletesAllActions() {
        AtomicInteger calls = new AtomicInteger();
        Fate onceLost = (functions, function, payload, context) -> calls.getAndIncrement() == 0
                ? CompletableFuture.failedFuture(LambdaInvoker.LambdaException.crashed("gone"))
                : functions.invoke(function, payload, context);
        assertThat(errors(workflow(7, 1), 5, onceLost)).containsOnly("ok").hasSize(5);
        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lambda.TooManyRequestsException",
                "Lambda.SnapStartNotReadyException",
                "Lambda.SnapStartTimeoutException"
            })
    void functionThatIsNotReadyIsRetriedWithoutARetryPolicy(String error) {
        AtomicInteger calls = new AtomicInteger();
        Fate wakesUp = (functions, function, payload, context) -> calls.getAndIncrement() < 4
                ? CompletableFuture.failedFuture(new LambdaInvoker.LambdaException(error, "not yet"))
                : functions.invoke(function, payload, context);
        assertThat(errors(workflow(1, 0), 1, wakesUp)).containsExactly("ok");
        assertThat(calls).hasValue(5);
    }

    private List<String> errors(Workflow<Long, List<String>> workflow, long width, Fate fate) {
        try (Storage storage = Storage.inMemory();
                EmbeddedCloud cloud = EmbeddedCloud.builder()
                        .clock(new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")))
                        .engine(Runnable::run)
                        .threads(Runnable::run)
                        .readers(Runnable::run)
                        .random(new Random(1))
                        .storage(storage)
                        .scratch(scratch)
                        .invocations(
                                functions -> (function, payload, context) -> new String(payload, StandardCharsets.UTF_8)
                                                .contains("\"workflow\":\"lost\",\"node\":\"each\"")
                                        ? fate.meet(functions, function, payload, context)
                                        : functions.invoke(function, payload, context))
                        .build()) {
            EmbeddedRun run = cloud.start(cloud.deploy(workflow), "run", LongNode.valueOf(width))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            assertThat(run.failure()).isEmpty();
            assertThat(cloud.reader().actions("run", new FanOutRef("each", List.of(), width)))
                    .hasSize((int) width)
                    .noneMatch(record -> record.status() == ActionStatus.RUNNING);
            return run.output().stream()
                    .flatMap(output -> Stream.iterate(0, i -> i < output.size(), i -> i + 1)
                            .map(output::get))
                    .map(JsonNode::textValue)
                    .toList();
        }
    }
}
