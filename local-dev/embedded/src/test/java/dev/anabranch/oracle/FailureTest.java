package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a run and its records for each way in which an action can fail. */
final class FailureTest {

    private static final JsonNode FIVE = IntNode.valueOf(5);

    @TempDir
    private Path scratch;

    public static final class Count implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer width, TaskContext context) {
            return IntStream.range(0, width).boxed().toList();
        }
    }

    /** Returns its input, but fails in a different way for some numbers. */
    public static final class Fragile implements Task<Integer, Integer> {

        static final int THROWS = 3;
        static final int REJECTS = 103;
        static final int CRASHES = 1_000_003;

        @Override
        public Integer run(Integer number, TaskContext context) {
            return switch (number) {
                case THROWS -> throw new IllegalStateException("no " + number + ", attempt " + context.attempt());
                case REJECTS -> throw new PermanentFailure("never " + number);
                case CRASHES -> throw new OutOfMemoryError("Java heap space");
                default -> number;
            };
        }
    }

    public static final class Add100 implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            return number + 100;
        }
    }

    public static final class AddMillion implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            return number + 1_000_000;
        }
    }

    /** Returns the status and error of each item. */
    public static final class Describe implements Task<Results<Outcome<Integer>>, List<String>> {
        @Override
        public List<String> run(Results<Outcome<Integer>> outcomes, TaskContext context) {
            return outcomes.stream()
                    .map(outcome -> outcome.fold(
                            String::valueOf,
                            failed -> failed.error() + " " + failed.message() + " after " + failed.attempts()))
                    .toList();
        }
    }

    /** A workflow over a given number of items. */
    private record Over(BiFunction<Flow, Value<List<Integer>>, Value<JsonNode>> rest)
            implements Workflow<Integer, JsonNode> {

        @Override
        public String name() {
            return "over";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Integer> width) {
            return rest.apply(flow, flow.call(Count.class, width));
        }
    }

    private static Workflow<Integer, JsonNode> sequential(UnaryOperator<FanOut<Integer>> options) {
        return new Over((flow, numbers) -> RandomScope.json(
                options.apply(flow.map(numbers, Fragile.class).sequential()).collect()));
    }

    private static Workflow<Integer, JsonNode> described(UnaryOperator<FanOut<Integer>> fanOut) {
        return new Over((flow, numbers) -> RandomScope.json(flow.call(
                Describe.class, fanOut.apply(flow.map(numbers, Fragile.class)).outcomes())));
    }

    private ActionRecord record(TestCloud cloud, String node, long... path) {
        List<Long> indexes = Arrays.stream(path).boxed().toList();
        return cloud.reader().action(TestCloud.RUN, node, indexes).orElseThrow();
    }

    // ------------------------------------------------------------------------------------------------ tasks that throw

    @Test
    void failureNamesNodeItemAndCause() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, sequential(fanOut -> fanOut), FIVE);

            assertThat(run.status()).isEqualTo("FAILED");
            assertThat(run.failure())
                    .contains(new RunError("fragile", "3", "java.lang.IllegalStateException", "no 3, attempt 1"));
            for (int index = 0; index < Fragile.THROWS; index++) {
                assertThat(record(cloud, "fragile", index).status()).isEqualTo(ActionStatus.SUCCEEDED);
                assertThat(result(cloud, index).intValue()).isEqualTo(index);
            }
            assertThat(cloud.reader().action(TestCloud.RUN, "fragile", List.of(4L)))
                    .as("the item after it")
                    .isEmpty();
        }
    }

    private static JsonNode result(TestCloud cloud, long index) {
        return cloud.reader().output(TestCloud.RUN, new Wire.Recorded("fragile", List.of(index)));
    }

    @Test
    void nestedItemIsNamedByBothIndexes() {
        Workflow<Integer, JsonNode> nested = new Over((flow, numbers) -> RandomScope.json(flow.map(
                        numbers,
                        (Value<Integer> outer) -> RandomScope.json(
                                flow.map(numbers, Fragile.class).collect()))
                .sequential()
                .collect()));
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            assertThat(Equivalence.check(cloud, nested, FIVE).failure())
                    .map(RunError::action)
                    .contains("0.3");
        }
    }

    @Test
    void itemThatFailedInAChildExecutionIsNamed() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            Workflow<Integer, JsonNode> workflow = new Over((flow, numbers) ->
                    RandomScope.json(flow.map(numbers, Fragile.class).collect()));
            EmbeddedRun run = Equivalence.check(cloud, workflow, IntNode.valueOf(1_000));

            assertThat(run.failure())
                    .contains(new RunError("fragile", "3", "java.lang.IllegalStateException", "no 3, attempt 1"));
        }
    }

    public static final class Total implements Task<Results<Integer>, Integer> {
        @Override
        public Integer run(Results<Integer> numbers, TaskContext context) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Fails with a message whose JSON is six times as long, or has four bytes per letter, or resembles our own
     * messages.
     */
    public static final class Shouts implements Task<Integer, Integer> {

        private static final List<String> MESSAGES = List.of(
                "\u0001".repeat(50_000),
                "\"\\\n".repeat(50_000),
                "😀".repeat(50_000),
                "a" + "😀".repeat(50_000),
                "{\"node\":\"x\",\"path\":\"0\",\"cause\":\"y\"}",
                "{% $states.input %}",
                "");

        @Override
        public Integer run(Integer number, TaskContext context) {
            throw new IllegalStateException(MESSAGES.get(number));
        }
    }

    @Test
    void messagesOfAnyCharactersAndLengthReachTheOutermostFanOut() {
        Workflow<Integer, JsonNode> workflow = new Over((flow, numbers) -> RandomScope.json(flow.call(
                Describe.class,
                flow.map(
                                numbers,
                                (Value<Integer> number) -> flow.call(
                                        Total.class,
                                        flow.map(
                                                        flow.list(List.of(number)),
                                                        (Value<Integer> inner) -> flow.call(
                                                                Total.class,
                                                                flow.map(flow.list(List.of(inner)), Shouts.class)
                                                                        .collect()))
                                                .collect()))
                        .outcomes())));
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(workflow, IntNode.valueOf(Shouts.MESSAGES.size()));

            assertThat(run.failure()).isEmpty();
            JsonNode outcomes = run.output().orElseThrow();
            for (int i = 0; i < Shouts.MESSAGES.size(); i++) {
                String message = Shouts.MESSAGES.get(i);
                assertThat(outcomes.get(i).textValue())
                        .startsWith("java.lang.IllegalStateException "
                                + message.substring(0, Math.min(400, message.length())))
                        .doesNotContain("�");
            }
        }
    }

    @Test
    void retriesAreUsedUpAndCounted() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, sequential(fanOut -> fanOut.retry(Retry.upTo(2))), FIVE);

            assertThat(run.failure().orElseThrow().message()).isEqualTo("no 3, attempt 3");
            assertThat(record(cloud, "fragile", 3).attempts()).isEqualTo(3);
            List<EarlierAttempt> earlier = record(cloud, "fragile", 3).earlier();
            assertThat(earlier)
                    .extracting(EarlierAttempt::number, EarlierAttempt::error, EarlierAttempt::message)
                    .containsExactly(
                            tuple(1, "java.lang.IllegalStateException", "no 3, attempt 1"),
                            tuple(2, "java.lang.IllegalStateException", "no 3, attempt 2"));
            assertThat(earlier.get(0).finished())
                    .isNotNull()
                    .isBeforeOrEqualTo(earlier.get(1).began());
            assertThat(earlier.get(1).finished())
                    .isNotNull()
                    .isBeforeOrEqualTo(record(cloud, "fragile", 3).began());
            assertThat(record(cloud, "fragile", 2).earlier()).isEmpty();
        }
    }

    @Test
    void itemsOfABatchKeepTheirEarlierAttempts() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            Equivalence.check(cloud, described(fanOut -> fanOut.batch(10).retry(Retry.upTo(2))), FIVE);

            assertThat(record(cloud, "fragile", 3).earlier())
                    .extracting(EarlierAttempt::number, EarlierAttempt::message)
                    .containsExactly(tuple(1, "no 3, attempt 1"), tuple(2, "no 3, attempt 2"));
            assertThat(record(cloud, "fragile", 2).earlier()).isEmpty();
        }
    }

    @Test
    void outcomesHaveTheErrorOfEachItem() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run =
                    Equivalence.check(cloud, described(fanOut -> fanOut.retry(Retry.upTo(1))), IntNode.valueOf(200));

            JsonNode outcomes = run.output().orElseThrow();
            assertThat(outcomes.get(3).textValue())
                    .isEqualTo("java.lang.IllegalStateException no 3, attempt 2 after 2");
            assertThat(outcomes.get(103).textValue())
                    .isEqualTo("dev.anabranch.task.PermanentFailure never 103 after 1");
            assertThat(outcomes.get(4).textValue()).isEqualTo("4");
        }
    }

    @Test
    void itemThatWasNotReachedHasTheFailureOfTheEarlierStep() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            Workflow<Integer, JsonNode> pipeline = described(
                    fanOut -> fanOut.retry(Retry.upTo(1)).map(Add100.class).map(AddMillion.class));
            EmbeddedRun run = Equivalence.check(cloud, pipeline, FIVE);

            assertThat(run.output().orElseThrow().get(3).textValue())
                    .isEqualTo("java.lang.IllegalStateException no 3, attempt 2 after 2");
        }
    }

    /** Steps of an item of which the first returns its value and the other one fails for item 3, in any order. */
    private enum Steps {
        VALUE_FIRST,
        OTHER_FIRST,
        OTHER_READS_VALUE;

        FanOut<Integer> over(Flow flow, Value<List<Integer>> numbers) {
            return flow.map(numbers, (Value<Integer> number) -> {
                Wait wait = flow.sleep(Duration.ofMinutes(1));
                Call<Integer> value = flow.call(Add100.class, number);
                Call<Integer> other = flow.call(Fragile.class, this == OTHER_READS_VALUE ? value : number);
                (this == OTHER_FIRST ? value : other).after(wait);
                return value;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void itemFailsWithAnyOfItsSteps(Steps steps) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            Workflow<Integer, JsonNode> outcomes = new Over((flow, numbers) -> RandomScope.json(flow.call(
                    Describe.class, steps.over(flow, numbers).tolerate(1).outcomes())));
            EmbeddedRun run = Equivalence.check(cloud, outcomes, FIVE);

            assertThat(run.output().orElseThrow())
                    .extracting(JsonNode::textValue)
                    .containsExactly(
                            "100",
                            "101",
                            "102",
                            steps == Steps.OTHER_READS_VALUE
                                    ? "dev.anabranch.task.PermanentFailure never 103 after 1"
                                    : "java.lang.IllegalStateException no 3, attempt 1 after 1",
                            "104");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itemThatFailsWithAnyOfItsStepsCountsAsFailed(Steps steps) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            Workflow<Integer, JsonNode> intolerant = new Over((flow, numbers) ->
                    RandomScope.json(steps.over(flow, numbers).tolerate(0).collect()));
            EmbeddedRun run = Equivalence.check(cloud, intolerant, FIVE);

            assertThat(run.failure().orElseThrow().message())
                    .startsWith("1 of the 5 items of `map add100` failed, but at most 0 may fail.");
        }
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            Workflow<Integer, JsonNode> all = new Over((flow, numbers) ->
                    RandomScope.json(steps.over(flow, numbers).firstSuccesses(5)));
            EmbeddedRun run = Equivalence.check(cloud, all, FIVE);

            assertThat(run.failure().orElseThrow().message())
                    .startsWith("`map add100` needs 5 items that succeed, but only 4 of its 5 items did."
                            + " The first failure: Node `fragile`[3] failed with ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rerunFromAStepThatFailsNowChangesTheOutcomeOfItsItem(Steps steps) {
        Workflow<Integer, JsonNode> outcomes = new Over((flow, numbers) -> RandomScope.json(
                flow.call(Describe.class, steps.over(flow, numbers).tolerate(1).outcomes())));
        AtomicBoolean sound = new AtomicBoolean(true);
        Task<Integer, Integer> fragile = (number, context) -> sound.get() ? number : new Fragile().run(number, context);
        try (TestCloud cloud =
                TestCloud.ofTasks(scratch, type -> type == Fragile.class ? fragile : ActionRunner.instance(type))) {
            EmbeddedRun first = cloud.run(outcomes, FIVE);
            sound.set(false);
            EmbeddedRun failed = cloud.rerun("failed", new RerunSelection.From("fragile"));
            sound.set(true);
            EmbeddedRun mended = cloud.rerun("mended", "failed", new RerunSelection.OnlyFailed());

            assertThat(first.output().orElseThrow().get(3).textValue()).isEqualTo("103");
            assertThat(failed.output().orElseThrow().get(3).textValue())
                    .contains(steps == Steps.OTHER_READS_VALUE ? "never 103" : "no 3, attempt 1");
            assertThat(mended.output()).isEqualTo(first.output());
        }
    }

    public static final class IsPositive implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer number, TaskContext context) {
            return number >= 0;
        }
    }

    /** Steps that contain the step of an item that fails for item 3. None of them passes its value on. */
    private enum Container {
        FAN_OUT,
        FAN_OUT_WITH_LIMIT,
        FAN_OUT_IN_FAN_OUT,
        FOLD,
        LOOP,
        CONDITIONAL,
        ENSURED,
        CLEANUP;

        void add(Flow flow, Value<Integer> number) {
            Value<List<Integer>> one = flow.list(List.of(number));
            switch (this) {
                case FAN_OUT -> flow.map(one, Fragile.class);
                case FAN_OUT_WITH_LIMIT -> flow.map(one, Fragile.class).tolerate(0);
                case FAN_OUT_IN_FAN_OUT ->
                    flow.map(one, (Value<Integer> same) -> {
                        flow.map(one, Fragile.class);
                        return same;
                    });
                case FOLD -> flow.fold(one, number, (before, item) -> flow.call(Fragile.class, item));
                case LOOP ->
                    flow.repeat(number, before -> flow.call(Fragile.class, before))
                            .until(after -> flow.call(IsPositive.class, after))
                            .atMost(2);
                case CONDITIONAL ->
                    flow.when(
                            flow.call(IsPositive.class, number), () -> flow.call(Fragile.class, number), () -> number);
                case ENSURED ->
                    flow.ensure(() -> flow.call(Fragile.class, number), () -> flow.call(Add100.class, number));
                case CLEANUP ->
                    flow.ensure(() -> flow.call(Add100.class, number), () -> flow.call(Fragile.class, number));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rerunFromAStepInsideAnotherOneChangesTheOutcomeOfItsItem(Container container) {
        Workflow<Integer, JsonNode> outcomes = new Over((flow, numbers) -> RandomScope.json(flow.call(
                Describe.class,
                flow.map(numbers, (Value<Integer> number) -> {
                            container.add(flow, number);
                            return number;
                        })
                        .outcomes())));
        AtomicBoolean sound = new AtomicBoolean(true);
        Task<Integer, Integer> fragile = (number, context) -> sound.get() ? number : new Fragile().run(number, context);
        try (TestCloud cloud =
                TestCloud.ofTasks(scratch, type -> type == Fragile.class ? fragile : ActionRunner.instance(type))) {
            EmbeddedRun first = cloud.run(outcomes, FIVE);
            sound.set(false);
            EmbeddedRun failed = cloud.rerun("failed", new RerunSelection.From("fragile"));
            sound.set(true);
            EmbeddedRun mended = cloud.rerun("mended", "failed", new RerunSelection.OnlyFailed());

            assertThat(first.output().orElseThrow().get(3).textValue()).isEqualTo("3");
            assertThat(failed.output().orElseThrow().get(3).textValue())
                    .contains(container == Container.FAN_OUT_WITH_LIMIT ? "at most 0 may fail" : "no 3, attempt 1");
            assertThat(mended.output()).isEqualTo(first.output());
        }
    }

    /** Results of the first of two stages, of which the second one fails for items 3 and 103. */
    @Test
    void resultsOfAnEarlierStageLeaveItemsOutThatFailLater() {
        Workflow<Integer, JsonNode> stages = new Over((flow, numbers) -> {
            FanOut<Integer> first = flow.map(numbers, Add100.class);
            FanOut<Integer> second = first.map(Fragile.class);
            return RandomScope.json(flow.list(List.of(
                    RandomScope.json(flow.call(Describe.class, first.outcomes())),
                    RandomScope.json(first.toList()),
                    RandomScope.json(second.toList()))));
        });
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            JsonNode output = Equivalence.check(cloud, stages, FIVE).output().orElseThrow();

            assertThat(output.get(0).get(3).textValue())
                    .isEqualTo("dev.anabranch.task.PermanentFailure never 103 after 1");
            assertThat(output.get(1)).isEqualTo(output.get(2));
            assertThat(output.get(1)).extracting(JsonNode::intValue).containsExactly(100, 101, 102, 104);
        }
    }

    /** The value of the second stage is made of the result of a step that fails; the first stage does not read it. */
    @Test
    void resultsOfAnEarlierStageWaitForWhatALaterValueReads() {
        Workflow<Integer, JsonNode> stages = new Over((flow, numbers) -> {
            FanOut<Integer> first = flow.map(numbers, (Value<Integer> number) -> number);
            first.map((Value<Integer> number) -> {
                Call<Integer> late = flow.call(Fragile.class, number).after(flow.sleep(Duration.ofMinutes(1)));
                return flow.record(Two::new, number, late);
            });
            return RandomScope.json(flow.call(Describe.class, first.outcomes()));
        });
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            JsonNode output = Equivalence.check(cloud, stages, FIVE).output().orElseThrow();

            assertThat(output.get(3).textValue()).isEqualTo("java.lang.IllegalStateException no 3, attempt 1 after 1");
        }
    }

    @Test
    void firstSuccessesOfAnEarlierStageAreOfItemsThatSucceed() {
        Workflow<Integer, JsonNode> stages = new Over((flow, numbers) -> {
            FanOut<Integer> first = flow.map(numbers, Add100.class);
            first.map(Fragile.class);
            return RandomScope.json(first.firstSuccesses(4));
        });
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            JsonNode output = Equivalence.check(cloud, stages, FIVE).output().orElseThrow();

            assertThat(output).extracting(JsonNode::intValue).containsExactly(100, 101, 102, 104);
        }
    }

    public static final class Size implements Task<List<JsonNode>, Integer> {
        @Override
        public Integer run(List<JsonNode> answers, TaskContext context) {
            return answers.size();
        }
    }

    @Test
    void rerunThatSkipsAFanOutHasNoneOfItsAnswers() {
        Workflow<Integer, JsonNode> votes = new Over((flow, numbers) -> {
            FanOut<JsonNode> vote = flow.map(numbers, (Value<Integer> number) -> flow.await("vote", JsonNode.class));
            return RandomScope.json(flow.call(
                    Fragile.class, flow.call(Size.class, vote.concurrency(2).firstSuccesses(3))));
        });
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            assertThat(cloud.run(votes, FIVE).succeeded()).isFalse();
            cloud.rerun("again", new RerunSelection.OnlyFailed());
            EmbeddedRun votedAgain =
                    cloud.rerun("voted-again", new RerunSelection.Items(Optional.of("vote"), IndexRange.parse("4")));

            for (long item = 0; item < FIVE.intValue(); item++) {
                assertThat(cloud.reader().action("again", "vote", List.of(item)))
                        .isEmpty();
            }
            assertThat(cloud.reader().action("voted-again", "vote", List.of(0L)))
                    .map(ActionRecord::status)
                    .contains(ActionStatus.CACHED);
            assertThat(votedAgain.failure()).map(RunError::node).contains("fragile");
        }
    }

    public record Two(Integer one, Integer other) {}

    public static final class Add implements Task<Two, Integer> {
        @Override
        public Integer run(Two numbers, TaskContext context) {
            return numbers.one() + numbers.other();
        }
    }

    /** Folds and loops with a step that reads only the value before, and one that reads a value from outside. */
    private enum Chain {
        FOLD,
        LOOP,
        FOLD_IN_FAN_OUT;

        Value<Integer> over(Flow flow, Value<List<Integer>> numbers) {
            Call<Integer> outside = flow.call(Fragile.class, flow.value(1));
            return switch (this) {
                case FOLD -> fold(flow, numbers, outside);
                case LOOP ->
                    flow.repeat(flow.value(0), before -> step(flow, before, outside))
                            .until(after -> flow.call(IsThousand.class, after))
                            .atMost(20);
                case FOLD_IN_FAN_OUT ->
                    flow.call(
                            Total.class,
                            flow.map(numbers, (Value<Integer> number) -> fold(flow, numbers, outside))
                                    .collect());
            };
        }

        private static Value<Integer> fold(Flow flow, Value<List<Integer>> numbers, Value<Integer> outside) {
            return flow.fold(numbers, flow.value(0), (before, number) -> step(flow, before, outside))
                    .atMost(10);
        }

        private static Call<Integer> step(Flow flow, Value<Integer> before, Value<Integer> outside) {
            return flow.call(Add.class, flow.record(Two::new, flow.call(Add100.class, before), outside));
        }
    }

    public static final class IsThousand implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer number, TaskContext context) {
            return number >= 1_000;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rerunOfAValueFromOutsideChangesAllLaterItemsOfAFold(Chain chain) {
        Workflow<Integer, JsonNode> workflow = new Over((flow, numbers) -> RandomScope.json(chain.over(flow, numbers)));
        AtomicInteger outside = new AtomicInteger();
        Task<Integer, Integer> task = (number, context) -> outside.get();
        try (TestCloud cloud =
                TestCloud.ofTasks(scratch, type -> type == Fragile.class ? task : ActionRunner.instance(type))) {
            cloud.run(workflow, FIVE);
            outside.set(7);
            EmbeddedRun again = cloud.rerun("again", new RerunSelection.From("fragile"));

            int expected = chain == Chain.FOLD ? 5 * 107 : chain == Chain.LOOP ? 10 * 107 : 25 * 107;
            assertThat(again.output().orElseThrow().intValue()).isEqualTo(expected);
        }
    }

    public record Maybe(Integer number) {}

    public static final class Nothing implements Task<List<Integer>, Maybe> {
        @Override
        @SuppressWarnings("NullAway") // Null is a value like any other.
        public Maybe run(List<Integer> numbers, TaskContext context) {
            return null;
        }
    }

    @Test
    void missingFieldInTheOutputFailsTheRun() {
        Workflow<Integer, JsonNode> workflow = new Over((flow, numbers) ->
                RandomScope.json(flow.call(Nothing.class, numbers).get(Maybe::number)));
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, workflow, FIVE);

            assertThat(run.status()).isEqualTo("FAILED");
            assertThat(run.failure().orElseThrow().message()).contains("no field `number`");
        }
    }

    @Test
    void exceededToleranceFailsTheRunBeforeTheNextStep() {
        Workflow<Integer, JsonNode> workflow = new Over((flow, numbers) -> {
            FanOut<Integer> fanOut = flow.map(numbers, Fragile.class).tolerate(0);
            return RandomScope.json(flow.call(Nothing.class, numbers).after(fanOut));
        });
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, workflow, FIVE);

            assertThat(run.failure().orElseThrow().message())
                    .isEqualTo("1 of the 5 items of `map fragile` failed, but at most 0 may fail.");
            assertThat(cloud.reader().action(TestCloud.RUN, "nothing", List.of()))
                    .isEmpty();
        }
    }

    @Test
    void exceededToleranceFailsTheRunDespiteOutcomes() {
        assertThat(ended(described(fanOut -> fanOut.tolerate(1))).succeeded()).isTrue();

        assertThat(ended(described(fanOut -> fanOut.tolerate(0)))
                        .failure()
                        .orElseThrow()
                        .message())
                .isEqualTo("1 of the 5 items of `map fragile` failed, but at most 0 may fail.");
    }

    @Test
    void stricterOfTwoTolerancesApplies() {
        assertThat(ended(described(fanOut -> fanOut.toleratePercent(20).tolerate(1)))
                        .succeeded())
                .isTrue();
        assertThat(ended(described(fanOut -> fanOut.toleratePercent(19).tolerate(1)))
                        .failure()
                        .orElseThrow()
                        .message())
                .isEqualTo("1 of the 5 items of `map fragile` failed, but at most 19 percent may fail.");
        assertThat(ended(described(fanOut -> fanOut.tolerate(0).toleratePercent(20)))
                        .failure()
                        .orElseThrow()
                        .message())
                .isEqualTo("1 of the 5 items of `map fragile` failed, but at most 0 may fail.");
    }

    private EmbeddedRun ended(Workflow<Integer, JsonNode> workflow) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            return Equivalence.check(cloud, workflow, FIVE);
        }
    }

    @Test
    void stateMachineRecordsAnActionThatRanOutOfMemory() {
        Workflow<Integer, JsonNode> workflow = new Over((flow, numbers) ->
                RandomScope.json(flow.map(flow.map(numbers, AddMillion.class).toList(), Fragile.class)
                        .sequential()
                        .collect()));
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = cloud.run(workflow, FIVE);

            assertThat(run.failure().orElseThrow()).satisfies(failure -> {
                assertThat(failure.node()).isEqualTo("fragile");
                assertThat(failure.action()).isEqualTo("3");
                assertThat(failure.name()).isEqualTo("Anabranch.OutOfMemory");
                assertThat(failure.message()).contains("Java heap space");
            });
            assertThat(record(cloud, "fragile", 3).status()).isEqualTo(ActionStatus.FAILED);
            assertThat(record(cloud, "fragile", 2).status()).isEqualTo(ActionStatus.SUCCEEDED);
        }
    }

    @Test
    void stateMachineRecordsATimeoutAndALateResultChangesNothing() {
        try (TestCloud cloud = late(Integer.MAX_VALUE)) {
            EmbeddedRun run = cloud.run(sequential(fanOut -> fanOut.timeout(Duration.ofSeconds(5))), FIVE);

            assertThat(run.failure().orElseThrow()).satisfies(failure -> {
                assertThat(failure.node()).isEqualTo("fragile");
                assertThat(failure.action()).isEqualTo("2");
                assertThat(failure.name()).isEqualTo("Anabranch.Timeout");
            });
            assertThat(record(cloud, "fragile", 2).status()).isEqualTo(ActionStatus.FAILED);
            assertThat(record(cloud, "fragile", 2).errorName()).isEqualTo("Anabranch.Timeout");
        }
    }

    @Test
    void actionThatTimedOutIsRetried() {
        try (TestCloud cloud = late(1)) {
            Workflow<Integer, JsonNode> workflow =
                    sequential(fanOut -> fanOut.timeout(Duration.ofSeconds(5)).retry(Retry.upTo(1)));
            EmbeddedRun run = cloud.run(workflow, IntNode.valueOf(3));

            assertThat(run.output().orElseThrow().toString()).isEqualTo("[0,1,2]");
            assertThat(record(cloud, "fragile", 2).status()).isEqualTo(ActionStatus.SUCCEEDED);
        }
    }

    /** A cloud in which the first attempts at item 2 reach their function an hour late. */
    private TestCloud late(int attempts) {
        return cloud(functions -> (function, payload, context) -> {
            boolean isLate = new String(payload, StandardCharsets.UTF_8).contains("\"node\":\"fragile\",\"path\":\"2\"")
                    && context.retryCount() < attempts;
            return isLate
                    ? context.after(Duration.ofHours(1))
                            .thenCompose(now -> functions.invoke(function, payload, context))
                    : functions.invoke(function, payload, context);
        });
    }

    @Test
    void actionThatIsAlwaysThrottledIsRecorded() {
        LambdaInvoker closed = (function, payload, context) ->
                CompletableFuture.failedFuture(LambdaInvoker.LambdaException.throttled());
        try (TestCloud cloud = cloud(functions -> closed)) {
            EmbeddedRun run = cloud.run(sequential(fanOut -> fanOut), FIVE);

            assertThat(run.failure().orElseThrow().node()).isEqualTo("count");
            assertThat(run.failure().orElseThrow().name()).isEqualTo("Lambda.TooManyRequestsException");
            assertThat(record(cloud, "count").status()).isEqualTo(ActionStatus.FAILED);
        }
    }

    @Test
    void duplicateDeliveryRunsOnce() {
        UnaryOperator<LambdaInvoker> twice = functions -> (function, payload, context) -> functions
                .invoke(function, payload, context)
                .thenCompose(first -> functions.invoke(function, payload, context));
        try (TestCloud cloud = cloud(twice)) {
            EmbeddedRun run = cloud.run(sequential(fanOut -> fanOut), IntNode.valueOf(3));

            assertThat(run.output().orElseThrow().toString()).isEqualTo("[0,1,2]");
            for (int index = 0; index < 3; index++) {
                assertThat(record(cloud, "fragile", index).attempts()).isEqualTo(1);
            }
        }
    }

    private TestCloud cloud(UnaryOperator<LambdaInvoker> invocations) {
        return new TestCloud(scratch, invocations, StoreFaults.NONE);
    }
}
