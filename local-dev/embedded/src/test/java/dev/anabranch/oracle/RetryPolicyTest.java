package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each error is retried by the first policy that applies to it, in inline Maps, Distributed Maps and batches. */
final class RetryPolicyTest {

    @TempDir
    private Path scratch;

    public static final class Count implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer width, TaskContext context) {
            return IntStream.range(0, width).boxed().toList();
        }
    }

    /** Always fails, with an error that depends on the number. */
    public static final class FailByNumber implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) throws IOException {
            switch (number % 4) {
                case 0 -> throw new FileNotFoundException("a file");
                case 1 -> throw new IllegalStateException("a state");
                case 2 -> throw new NumberFormatException("a number");
                default -> throw new UnsupportedOperationException("an operation");
            }
        }
    }

    public static final class Describe implements Task<Results<Outcome<Integer>>, List<String>> {
        @Override
        public List<String> run(Results<Outcome<Integer>> outcomes, TaskContext context) {
            return outcomes.stream()
                    .map(outcome ->
                            outcome.fold(String::valueOf, failed -> failed.error() + " after " + failed.attempts()))
                    .toList();
        }
    }

    private record Retried(UnaryOperator<FanOut<Integer>> options) implements Workflow<Integer, JsonNode> {
        @Override
        public String name() {
            return "retried";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Integer> width) {
            FanOut<Integer> items = options.apply(flow.map(flow.call(Count.class, width), FailByNumber.class));
            return RandomScope.json(flow.call(Describe.class, items.outcomes()));
        }
    }

    private JsonNode output(int width, UnaryOperator<FanOut<Integer>> options) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            return cloud.run(new Retried(options), IntNode.valueOf(width))
                    .output()
                    .orElseThrow();
        }
    }

    private static final Retry[] POLICIES = {
        Retry.upTo(3).on(IOException.class),
        Retry.never().on(IllegalArgumentException.class),
        Retry.upTo(1).except("java.lang.UnsupportedOperationException")
    };

    @ParameterizedTest
    @ValueSource(ints = {4, 400})
    void eachErrorIsRetriedByTheFirstPolicyThatAppliesToItsClass(int width) {
        assertThat(output(width, items -> items.retry(POLICIES))).hasSize(width);
        assertThat(output(width, items -> items.retry(POLICIES)))
                .extracting(JsonNode::asText)
                .startsWith(
                        "java.io.FileNotFoundException after 4",
                        "java.lang.IllegalStateException after 2",
                        "java.lang.NumberFormatException after 1",
                        "java.lang.UnsupportedOperationException after 1");
    }

    @Test
    void itemsOfABatchThatNoPolicyRetriesAreNotTriedAgain() {
        assertThat(output(4, items -> items.batch(4).retry(POLICIES)))
                .extracting(JsonNode::asText)
                .containsExactly(
                        "java.io.FileNotFoundException after 4",
                        "java.lang.IllegalStateException after 4",
                        "java.lang.NumberFormatException after 4",
                        "java.lang.UnsupportedOperationException after 1");
    }
}
