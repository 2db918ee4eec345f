package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.oracle.FailureTest.Add100;
import dev.anabranch.oracle.FailureTest.AddMillion;
import dev.anabranch.oracle.FailureTest.Count;
import dev.anabranch.oracle.FailureTest.Describe;
import dev.anabranch.oracle.FailureTest.Fragile;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * No quota is exceeded in the worst case: every item has every fault in every attempt, and each attempt takes its whole
 * timeout. Tested with the largest width that runs inline and the next larger one.
 */
final class WorstCaseTest {

    private static final Duration ATTEMPT = Duration.ofSeconds(60);

    /** The number of times that the store refuses the state machine's own records. */
    private static final int REFUSALS = 3;

    @TempDir
    private Path scratch;

    private record Shape(String name, BiFunction<Flow, Value<List<Integer>>, FanOut<?>> fanOut)
            implements Workflow<Integer, JsonNode> {
        @Override
        public Value<JsonNode> define(Flow flow, Value<Integer> width) {
            FanOut<?> items = fanOut.apply(flow, flow.call(Count.class, width).named("count"));
            items.toleratePercent(100);
            return RandomScope.json(flow.call(Count.class, width).named("end").after(items));
        }
    }

    private static Stream<Shape> shapes() {
        return Stream.of(
                new Shape("plain", (flow, numbers) -> flow.map(numbers, Fragile.class)),
                new Shape("one-by-one", (flow, numbers) -> flow.map(numbers, Fragile.class)
                        .sequential()),
                new Shape("retried", (flow, numbers) -> flow.map(numbers, Fragile.class)
                        .retry(Retry.upTo(3))),
                new Shape("retried-often", (flow, numbers) -> flow.map(numbers, Fragile.class)
                        .retry(Retry.upTo(100))),
                new Shape("narrow", (flow, numbers) -> flow.map(numbers, Fragile.class)
                        .concurrency(7)
                        .retry(Retry.upTo(2))),
                new Shape("pipeline", (flow, numbers) -> flow.map(numbers, Fragile.class)
                        .map(Add100.class)
                        .map(AddMillion.class)),
                new Shape("batched", (flow, numbers) -> flow.map(numbers, Fragile.class)
                        .batch(20)),
                new Shape("batched-one-by-one", (flow, numbers) -> flow.map(numbers, Fragile.class)
                        .batch(251)
                        .retry(Retry.upTo(20))
                        .sequential()),
                new Shape(
                        "conditional",
                        (flow, numbers) -> flow.map(numbers, number -> flow.when(
                                        flow.call(Even.class, number),
                                        () -> flow.call(Fragile.class, number),
                                        () -> flow.call(Add100.class, flow.call(Fragile.class, number)))
                                .value())),
                new Shape(
                        "nested",
                        (flow, numbers) -> flow.map(
                                numbers,
                                number -> flow.call(
                                        Describe.class,
                                        flow.map(numbers, Fragile.class).outcomes()))));
    }

    /** Has no faults, because it selects the branch that has them. */
    public static final class Even implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer number, TaskContext context) {
            return number % 2 == 0;
        }
    }

    static Stream<Arguments> runs() {
        return shapes().flatMap(shape -> {
            int inline = Definition.of(shape).plan().fanOuts().values().stream()
                    .map(FanOutPlan::inlineWidth)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            return Stream.of(Arguments.of(shape.name(), inline), Arguments.of(shape.name(), inline + 1));
        });
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("runs")
    void noQuotaIsExceeded(String name, int width) {
        Shape shape =
                shapes().filter(any -> any.name().equals(name)).findFirst().orElseThrow();
        try (TestCloud cloud = new TestCloud(scratch, Doomed::new, new Refusing())) {
            EmbeddedRun run = cloud.run(shape, IntNode.valueOf(width));

            assertThat(run.failure()).isEmpty();
            assertThat(run.actions().failed()).isGreaterThanOrEqualTo(width);
        }
    }

    /** Throttles each call of a body six times, fails it twice, and then crashes it after its whole timeout. */
    private record Doomed(LambdaInvoker functions) implements LambdaInvoker {

        private static final int THROTTLES = 6;
        private static final int FAULTS = 2;

        @Override
        public CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context) {
            String state = context.stateName();
            if (!state.startsWith("fragile")) {
                return functions.invoke(function, payload, context);
            }
            int attempt = context.retryCount();
            if (attempt < THROTTLES) {
                return CompletableFuture.failedFuture(LambdaException.throttled());
            }
            LambdaException end = attempt < THROTTLES + FAULTS
                    ? new LambdaException("Lambda.ServiceException", "Internal failure.")
                    : LambdaException.crashed("RequestId: 1 Error: Runtime exited with error: exit status 1");
            return context.after(ATTEMPT).thenCompose(late -> CompletableFuture.failedFuture(end));
        }
    }

    /** Refuses the state machine's own records a few times. */
    private static final class Refusing implements StoreFaults {

        private final Map<String, Integer> refused = new ConcurrentHashMap<>();

        @Override
        public void before(Call call) {
            if (call.request() instanceof UpdateItemRequest update
                    && Objects.requireNonNullElse(update.updateExpression(), "")
                            .startsWith("SET " + RecordField.STATUS + " = :failed, ")
                    && refused.merge(update.key().toString(), 1, Integer::sum) <= REFUSALS) {
                throw ProvisionedThroughputExceededException.builder()
                        .message("Rate exceeded.")
                        .build();
            }
        }
    }
}
