package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.embedded.internal.cloud.World.Count;
import dev.anabranch.embedded.internal.cloud.World.Same;
import dev.anabranch.embedded.internal.cloud.World.Square;
import dev.anabranch.embedded.internal.cloud.World.Sum;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.RunFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rerun skips fan-outs whose first successes it adopts, and runs only items that it needs. */
final class EarlyEndRerunTest {

    private static final RerunSelection UNFINISHED = new RerunSelection.Unfinished();

    /** The numbers for which {@link Use} fails. */
    private static final Set<Long> UNUSABLE = new HashSet<>();

    /** Uses what was computed before. */
    public static final class Use implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            if (UNUSABLE.contains(number)) {
                throw new PermanentFailure(number + " cannot be used");
            }
            return number + 1;
        }
    }

    /** Adds the numbers of a list. */
    public static final class Total implements Task<List<Long>, Long> {
        @Override
        public Long run(List<Long> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Returns the number of an outcome, or -1. */
    public static final class OrNone implements Task<Outcome<Long>, Long> {
        @Override
        public Long run(Outcome<Long> outcome, TaskContext context) {
            return outcome.fold(number -> number, failure -> -1L);
        }
    }

    /** Squares a number in a separate run. */
    public static final class SquareRun implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Square.class, number);
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        World.BAD.clear();
        UNUSABLE.clear();
        cloud = new RunsCloud(scratch);
    }

    @AfterEach
    void close() {
        World.BAD.clear();
        UNUSABLE.clear();
        cloud.close();
    }

    private static Workflow<Long, Object> workflow(BiFunction<Flow, Value<Long>, Value<?>> definition) {
        return new Workflow<>() {
            @Override
            @SuppressWarnings("unchecked")
            public Value<Object> define(Flow flow, Value<Long> width) {
                return (Value<Object>) definition.apply(flow, width);
            }

            @Override
            public String name() {
                return "numbers";
            }
        };
    }

    private static FanOut<Long> squares(Flow flow, Value<Long> width) {
        return flow.map(flow.call(Count.class, width).named("count"), Square.class)
                .named("square");
    }

    private static Value<Long> used(Flow flow, Value<List<Long>> firsts) {
        return flow.call(Use.class, flow.call(Total.class, firsts).named("total"))
                .named("use");
    }

    private static void bad(LongStream numbers) {
        numbers.forEach(World.BAD::add);
    }

    private static void allWell() {
        World.BAD.clear();
        UNUSABLE.clear();
    }

    private EmbeddedRun run(long width) {
        return cloud.run("first", "numbers", LongNode.valueOf(width));
    }

    private void hasNothingToDo() {
        assertThatThrownBy(() -> cloud.rerun("again", "first", UNFINISHED))
                .isInstanceOfSatisfying(RunRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOTHING_TO_DO));
    }

    @ParameterizedTest
    @CsvSource({"200, 0, 1", "1200, 60, 1", "200, 4, 7", "1200, 60, 7"})
    void itemsDoNotRunIfTheFirstSuccessesAreAdopted(long width, int concurrency, int batch) {
        UnaryOperator<FanOut<Long>> limited = fanOut -> concurrency == 0 ? fanOut : fanOut.concurrency(concurrency);
        cloud.deploy(workflow((flow, input) ->
                used(flow, limited.apply(squares(flow, input).batch(batch)).firstSuccesses(3))));
        bad(LongStream.of(0, 1));
        UNUSABLE.add(4L + 9 + 16);
        assertThat(run(width).failure().orElseThrow().node()).isEqualTo("use");
        allWell();

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        assertThat(again.output().map(JsonNode::longValue)).contains(30L);
        assertThat(cloud.computed()).isEqualTo(Map.of("use", 1));
        assertThat(cloud.reused()).isEqualTo(Map.of("count", 1, "first of map square", 1, "total", 1));
    }

    @Test
    void nothingIsToBeDoneAfterFirstSuccessesAmongFailures() {
        cloud.deploy(workflow((flow, width) -> squares(flow, width).firstSuccesses(3)));
        bad(LongStream.of(0, 1));
        EmbeddedRun first = run(200);
        assertThat(first.actions().failed()).isEqualTo(2);

        hasNothingToDo();
    }

    @Test
    void noRunsOfOtherWorkflowsStartIfTheFirstSuccessesAreAdopted() {
        cloud.deploy(workflow((flow, width) -> used(
                flow,
                flow.map(flow.call(Count.class, width), number -> flow.run(SquareRun.class, number))
                        .firstSuccesses(3))));
        bad(LongStream.of(0, 1));
        UNUSABLE.add(4L + 9 + 16);
        assertThat(run(60).succeeded()).isFalse();
        allWell();

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        assertThat(again.succeeded()).isTrue();
        assertThat(cloud.computed()).isEqualTo(Map.of("use", 1));
        assertThat(cloud.runs().children("again")).isEmpty();
    }

    @Test
    void tooFewSuccessesRunFailedItemsUntilEnoughSucceed() {
        cloud.deploy(workflow(
                (flow, width) -> used(flow, squares(flow, width).sequential().firstSuccesses(3))));
        bad(LongStream.range(0, 48));
        EmbeddedRun first = run(50);
        assertThat(first.failure().orElseThrow().node()).isEqualTo("first of map square");
        World.BAD.removeIf(number -> number >= 5);

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        // Items 0 to 4 fail again, items 5 to 7 succeed, and no further one is needed.
        assertThat(again.output().map(JsonNode::longValue)).contains(25L + 36 + 49 + 1);
        assertThat(cloud.computed()).isEqualTo(Map.of("square", 8, "first of map square", 1, "total", 1, "use", 1));
        assertThat(cloud.reused()).isEqualTo(Map.of("count", 1));
    }

    /** Sums for each row the first two squares of a few columns. */
    private static Value<?> rows(Flow flow, Value<Long> width) {
        Value<List<Long>> columns = flow.call(Count.class, flow.value(20L)).named("columns");
        return flow.call(
                Total.class,
                flow.map(flow.call(Count.class, width).named("rows"), (Value<Long> row) -> flow.call(
                                        Use.class,
                                        flow.call(
                                                        Total.class,
                                                        flow.map(columns, Square.class)
                                                                .sequential()
                                                                .named("square")
                                                                .firstSuccesses(2))
                                                .named("row total"))
                                .named("use"))
                        .toList());
    }

    @Test
    void nestedFanOutsAreSkippedOneByOne() {
        cloud.deploy(workflow(EarlyEndRerunTest::rows));
        bad(LongStream.of(1));
        UNUSABLE.add(4L);
        assertThat(run(4).succeeded()).isFalse();
        cloud.computed();
        allWell();

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        assertThat(again.succeeded()).isTrue();
        Map<String, Integer> computed = cloud.computed();
        assertThat(computed).containsEntry("use", 4).doesNotContainKey("square").doesNotContainKey("row total");
        assertThat(cloud.reused()).containsEntry("first of map square", 4).doesNotContainKey("square");
    }

    @Test
    void laterRoundsOfAFoldAreComputedAndEarlierOnesSkipTheirFanOuts() {
        cloud.deploy(workflow((flow, width) -> flow.fold(
                flow.call(Count.class, width).named("rounds"),
                flow.value(0L),
                (sum, round) -> flow.call(
                        Use.class,
                        flow.call(
                                        Total.class,
                                        flow.list(List.of(
                                                sum,
                                                flow.map(
                                                                flow.call(Count.class, flow.value(10L))
                                                                        .named("ten"),
                                                                Square.class)
                                                        .sequential()
                                                        .named("square")
                                                        .any())))
                                .named("total")))));
        bad(LongStream.of(0, 1));
        UNUSABLE.add(4L + 1 + 4 + 1 + 4);
        assertThat(run(4).succeeded()).isFalse();
        allWell();
        bad(LongStream.of(0, 1));

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        assertThat(again.output().map(JsonNode::longValue)).contains(20L);
        // Rounds 0 and 1 are adopted, round 2 failed after its fan-out, and round 3 did not begin.
        assertThat(cloud.computed())
                .containsEntry("square", 3)
                .containsEntry("use", 2)
                .containsEntry("first of map square", 1);
    }

    @Test
    void itemsRunAgainIfTheirNodeIsSelected() {
        cloud.deploy(workflow(
                (flow, width) -> used(flow, squares(flow, width).sequential().firstSuccesses(3))));
        bad(LongStream.of(0, 1));
        run(50);

        cloud.rerun("again", "first", new RerunSelection.From("square"));
        assertThat(cloud.computed()).isEqualTo(Map.of("square", 5, "first of map square", 1, "total", 1, "use", 1));

        // The other items of the first successes are adopted, and those that failed are not successes.
        cloud.rerun("one", "first", new RerunSelection.Items(Optional.of("square"), IndexRange.parse("3")));
        assertThat(cloud.computed()).isEqualTo(Map.of("square", 3, "first of map square", 1, "total", 1, "use", 1));
        assertThat(cloud.reused()).containsEntry("square", 2);

        cloud.rerun("reader", "first", new RerunSelection.From("total"));
        assertThat(cloud.computed()).isEqualTo(Map.of("total", 1, "use", 1));
    }

    @Test
    void failuresInsideAnAdoptedItemCountIfItsFanOutRunsAgain() {
        cloud.deploy(workflow(
                (flow, width) -> flow.map(flow.call(Count.class, width).named("rows"), (Value<Long> row) -> flow.call(
                                        Use.class,
                                        flow.call(
                                                        Sum.class,
                                                        flow.map(
                                                                        flow.call(Count.class, flow.value(4L))
                                                                                .named("columns"),
                                                                        Square.class)
                                                                .named("square")
                                                                .tolerate(2)
                                                                .collect())
                                                .named("sum"))
                                .named("use"))
                        .sequential()
                        .any()));
        bad(LongStream.of(3));
        assertThat(run(5).output().map(JsonNode::longValue)).contains(6L);
        allWell();
        hasNothingToDo();

        EmbeddedRun again = cloud.rerun("again", "first", new RerunSelection.From("use"));

        // The tolerated failure is computed again, so its readers are, too.
        assertThat(again.output().map(JsonNode::longValue)).contains(15L);
        assertThat(cloud.computed())
                .containsEntry("square", 1)
                .containsEntry("sum", 1)
                .containsEntry("use", 1);
    }

    @Test
    void allItemsRunIfTheWorkflowNowNeedsThemAll() {
        cloud.deploy(workflow(
                (flow, width) -> used(flow, squares(flow, width).sequential().firstSuccesses(3))));
        bad(LongStream.of(0, 1));
        run(20);
        allWell();
        cloud.deploy(workflow((flow, width) -> used(flow, squares(flow, width).toList())));

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        assertThat(again.output().map(JsonNode::longValue))
                .contains(1 + LongStream.range(0, 20).map(n -> n * n).sum());
        assertThat(cloud.computed()).containsEntry("square", 17);
    }

    @Test
    void attemptWhoseFanOutSucceededIsAdopted() {
        cloud.deploy(workflow(
                (flow, width) -> flow.call(Use.class, flow.call(OrNone.class, flow.attempt(() -> squares(flow, width)
                                .sequential()
                                .any())))
                        .named("use")));
        bad(LongStream.of(0, 1));
        UNUSABLE.add(4L);
        assertThat(run(9).succeeded()).isFalse();
        allWell();

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        assertThat(again.output().map(JsonNode::longValue)).contains(5L);
        assertThat(cloud.computed()).isEqualTo(Map.of("use", 1));
    }

    @Test
    void stepsThatACleanupHasUndoneRunAgain() {
        cloud.deploy(workflow((flow, width) -> flow.ensure(
                () -> flow.call(Use.class, squares(flow, width).sequential().any())
                        .named("use"),
                () -> flow.call(Same.class, width).named("clean up"))));
        bad(LongStream.of(0, 1));
        UNUSABLE.add(4L);
        assertThat(run(9).succeeded()).isFalse();
        allWell();

        EmbeddedRun again = cloud.rerun("again", "first", UNFINISHED);

        assertThat(again.output().map(JsonNode::longValue)).contains(1L);
        assertThat(cloud.computed())
                .isEqualTo(Map.of("count", 1, "square", 1, "first of map square", 1, "use", 1, "clean up", 1));
    }

    @ParameterizedTest
    @CsvSource({"30, false", "1000, false", "30, true"})
    void itemsThatNeverBeganRunAfterTooManyFailures(int width, boolean onlyFailed) {
        cloud.deploy(workflow((flow, input) -> flow.call(
                        Sum.class, squares(flow, input).sequential().tolerate(2).collect())
                .named("sum")));
        bad(LongStream.of(1, 3, 5));
        EmbeddedRun first = run(width);
        assertThat(first.failure().orElseThrow().message()).contains("did not start");
        allWell();

        EmbeddedRun again = cloud.rerun("again", "first", onlyFailed ? new RerunSelection.OnlyFailed() : UNFINISHED);

        assertThat(again.output().map(JsonNode::longValue))
                .contains(LongStream.range(0, width).map(n -> n * n).sum());
        assertThat(cloud.computed()).isEqualTo(Map.of("square", width - 3, "tally of map square", 1, "sum", 1));
        assertThat(cloud.reused()).isEqualTo(Map.of("count", 1, "square", 3));
    }

    /** Notes a failure. */
    public static final class Note implements Task<RunFailure, String> {
        @Override
        public String run(RunFailure failure, TaskContext context) {
            return failure.message();
        }
    }

    @Test
    void taskForFailuresIsNothingToComputeAndIsCalledForEachFailure() {
        cloud.deploy(workflow((flow, width) -> {
            flow.onFailure(Note.class);
            return used(flow, squares(flow, width).firstSuccesses(3));
        }));
        UNUSABLE.add(5L);
        assertThat(run(50).succeeded()).isFalse();
        assertThat(cloud.rerun("second", "first", UNFINISHED).succeeded()).isFalse();
        assertThat(cloud.computed()).isEqualTo(Map.of("use", 1, "note", 1));
        allWell();
        assertThat(cloud.rerun("third", "second", UNFINISHED).succeeded()).isTrue();

        assertThatThrownBy(() -> cloud.rerun("fourth", "third", UNFINISHED))
                .isInstanceOfSatisfying(RunRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOTHING_TO_DO));
    }

    @Test
    void rerunOfARerunSkipsTheFanOutToo() {
        cloud.deploy(workflow((flow, width) -> used(flow, squares(flow, width).firstSuccesses(3))));
        UNUSABLE.add(5L);
        assertThat(run(50).succeeded()).isFalse();
        assertThat(cloud.rerun("second", "first", UNFINISHED).succeeded()).isFalse();
        allWell();
        cloud.runs().delete("first");

        EmbeddedRun third = cloud.rerun("third", "second", UNFINISHED);

        assertThat(third.output().map(JsonNode::longValue)).contains(6L);
        assertThat(cloud.computed()).isEqualTo(Map.of("use", 1));
    }
}
