package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fan-outs that end before all their items have run. */
final class EarlyEndTest {

    @TempDir
    private Path scratch;

    public static final class Count implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer width, TaskContext context) {
            return IntStream.range(0, width).boxed().toList();
        }
    }

    public static final class Fails implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            throw new IllegalStateException("no " + number);
        }
    }

    /** A workflow whose items all fail. */
    private record AllFail(UnaryOperator<FanOut<Integer>> options) implements Workflow<Integer, JsonNode> {
        @Override
        public String name() {
            return "all-fail";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Integer> width) {
            return RandomScope.json(options.apply(flow.map(flow.call(Count.class, width), Fails.class))
                    .collect());
        }
    }

    private static long started(TestCloud cloud, String node, int width) {
        return IntStream.range(0, width)
                .filter(index -> cloud.reader()
                        .action(TestCloud.RUN, node, List.of((long) index))
                        .isPresent())
                .count();
    }

    private void check(int width, long most, UnaryOperator<FanOut<Integer>> options) {
        check(Target.AWS, width, most, options);
    }

    private void check(Target target, int width, long most, UnaryOperator<FanOut<Integer>> options) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new AllFail(options), target, IntNode.valueOf(width));

            assertThat(run.succeeded()).isFalse();
            long started = started(cloud, "fails", width);
            assertThat(run.failure().orElseThrow().node()).isEqualTo("tally of map fails");
            assertThat(run.failure().orElseThrow().message())
                    .isEqualTo(String.format(
                            Locale.ROOT,
                            "%,d of the %,d items of `map fails` failed, but at most 1 may fail."
                                    + " %,d others did not start or did not reach their last step.",
                            started,
                            width,
                            width - started));
            assertThat(started).isLessThanOrEqualTo(most);
        }
    }

    @Test
    void inlineFanOutStopsAfterTheLimit() {
        check(200, 1 + 40, fanOut -> fanOut.tolerate(1));
        check(200, 2, fanOut -> fanOut.tolerate(1).sequential());
    }

    @Test
    void distributedFanOutStopsAfterTheLimit() {
        check(1_000, 1 + 100, fanOut -> fanOut.tolerate(1).concurrency(100));
        check(1_000, 1 + 100, fanOut -> fanOut.tolerate(1).concurrency(100).retry(Retry.upTo(2)));
    }

    @Test
    void batchesStopAfterTheLimit() {
        check(1_000, 10 + 40, fanOut -> fanOut.tolerate(1).concurrency(4).batch(10));
        check(
                1_000,
                10 + 40,
                fanOut -> fanOut.tolerate(1).concurrency(4).batch(10).retry(Retry.upTo(1)));
    }

    /** There, each item of a large list is an execution. */
    @Test
    void fanOutsOnLocalStackStopAfterTheLimit() {
        check(Target.LOCALSTACK, 200, 1 + 40, fanOut -> fanOut.tolerate(1));
        check(Target.LOCALSTACK, 1_000, 1 + 100, fanOut -> fanOut.tolerate(1).concurrency(100));
        check(Target.LOCALSTACK, 1_000, 1 + 4 * 10, fanOut -> fanOut.tolerate(1)
                .concurrency(4)
                .batch(10));
    }

    @Test
    void batchesThatFailInPartCountTheirFailedItems() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new HalfFail(), IntNode.valueOf(200));

            assertThat(run.failure().orElseThrow().message())
                    .startsWith(
                            "25 of the 200 items of `map even` failed, but at most 20 may fail. 150 others did not start");
        }
    }

    /** Half of the items of each batch fail. */
    private record HalfFail() implements Workflow<Integer, JsonNode> {
        @Override
        public String name() {
            return "half-fail";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Integer> width) {
            return RandomScope.json(flow.map(flow.call(Count.class, width), Even.class)
                    .batch(10)
                    .sequential()
                    .tolerate(20)
                    .collect());
        }
    }

    // ------------------------------------------------------------------------------------------------ first successes

    /** Returns even numbers and fails for odd ones. */
    public static final class Even implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            if (number % 2 == 1) {
                throw new IllegalStateException("odd " + number);
            }
            return number;
        }
    }

    public static final class Odd implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            throw new PermanentFailure("no " + number);
        }
    }

    public static final class Describe implements Task<List<Integer>, String> {
        @Override
        public String run(List<Integer> numbers, TaskContext context) {
            return numbers.size()
                    + (numbers.stream().sorted().toList().equals(numbers) ? " in order" : " mixed up")
                    + (numbers.stream().allMatch(number -> number % 2 == 0) ? "" : " with odd ones");
        }
    }

    /** A workflow that describes the first successes. */
    private record First(int needed, UnaryOperator<FanOut<Integer>> options) implements Workflow<Integer, String> {
        @Override
        public String name() {
            return "first";
        }

        @Override
        public Value<String> define(Flow flow, Value<Integer> width) {
            return flow.call(
                    Describe.class,
                    options.apply(flow.map(flow.call(Count.class, width), Even.class))
                            .firstSuccesses(needed));
        }
    }

    private void succeeds(int needed, int width, long most, UnaryOperator<FanOut<Integer>> options) {
        succeeds(Target.AWS, needed, width, most, options);
    }

    private void succeeds(Target target, int needed, int width, long most, UnaryOperator<FanOut<Integer>> options) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new First(needed, options), target, IntNode.valueOf(width));

            assertThat(run.failure()).isEmpty();
            assertThat(run.output().orElseThrow().textValue()).isEqualTo(needed + " in order");
            assertThat(started(cloud, "even", width)).isBetween((long) needed, most);
        }
    }

    @Test
    void firstSuccessesOfALongListStartFewItems() {
        // Those needed, those in flight, and one shard of 25 items or 4 batches.
        succeeds(3, 10_000, 3 + 100 + 25, fanOut -> fanOut.concurrency(100));
        succeeds(3, 10_000, 3 + 40 + 40, fanOut -> fanOut.concurrency(4).batch(10));
    }

    @Test
    void firstSuccessesOfAShortListStartFewItems() {
        succeeds(3, 200, 3 + 40 + 40, fanOut -> fanOut);
        succeeds(3, 200, 6, FanOut::sequential);
        succeeds(100, 200, 200, fanOut -> fanOut);
    }

    @Test
    void firstSuccessesOnLocalStackStartFewItems() {
        succeeds(Target.LOCALSTACK, 3, 10_000, 3 + 3 + 100, fanOut -> fanOut.concurrency(100));
        succeeds(Target.LOCALSTACK, 3, 200, 6, FanOut::sequential);
    }

    @Test
    void tooFewSuccessesFailTheRunWithTheFirstError() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new First(3, FanOut::sequential), IntNode.valueOf(4));

            assertThat(run.failure())
                    .contains(new RunError(
                            "first of map even",
                            "",
                            PermanentFailure.class.getName(),
                            "`map even` needs 3 items that succeed, but only 2 of its 4 items did. The first failure: Node"
                                    + " `even`[1] failed with java.lang.IllegalStateException: odd 1"));
        }
    }

    @Test
    void listWithTooFewItemsFailsBeforeAnyItemStarts() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new First(3, fanOut -> fanOut), IntNode.valueOf(2));

            assertThat(run.failure().orElseThrow().message())
                    .isEqualTo("`map even` needs 3 items that succeed, but has only 2.");
            assertThat(started(cloud, "even", 2)).isZero();
        }
    }

    /** Returns for each outer item any even number below 50. */
    private record Nested() implements Workflow<Integer, List<Integer>> {
        @Override
        public String name() {
            return "nested";
        }

        @Override
        public Value<List<Integer>> define(Flow flow, Value<Integer> width) {
            Value<List<Integer>> fifty = flow.call(Count.class, flow.value(50)).named("fifty");
            return flow.map(flow.call(Count.class, width), (Value<Integer> number) -> flow.map(fifty, Even.class)
                            .concurrency(2)
                            .any())
                    .toList();
        }
    }

    @Test
    void eachNestedFanOutEndsWithItsOwnFirstSuccess() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(new Nested(), IntNode.valueOf(3));

            assertThat(run.failure()).isEmpty();
            assertThat(run.output().orElseThrow()).hasSize(3).allMatch(number -> number.intValue() % 2 == 0);
        }
    }

    @Test
    void allFailingItemsFailAny() {
        Workflow<Integer, JsonNode> workflow = new AnyOf();
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            assertThat(cloud.run(workflow, IntNode.valueOf(2))
                            .failure()
                            .orElseThrow()
                            .message())
                    .startsWith("`map odd` needs 1 item that succeeds, but only 0 of its 2 items did.")
                    .endsWith("failed with dev.anabranch.task.PermanentFailure: no 0");
        }
    }

    private record AnyOf() implements Workflow<Integer, JsonNode> {
        @Override
        public String name() {
            return "any";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Integer> width) {
            return RandomScope.json(flow.map(flow.call(Count.class, width), Odd.class)
                    .sequential()
                    .any());
        }
    }
}
