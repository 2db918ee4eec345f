package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.embedded.internal.cloud.World.Count;
import dev.anabranch.embedded.internal.cloud.World.CountAgain;
import dev.anabranch.embedded.internal.cloud.World.Cut;
import dev.anabranch.embedded.internal.cloud.World.Draw;
import dev.anabranch.embedded.internal.cloud.World.Large;
import dev.anabranch.embedded.internal.cloud.World.ReadAll;
import dev.anabranch.embedded.internal.cloud.World.Same;
import dev.anabranch.embedded.internal.cloud.World.Sizes;
import dev.anabranch.embedded.internal.cloud.World.Square;
import dev.anabranch.embedded.internal.cloud.World.Sum;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.rerun.RerunPreview;
import dev.anabranch.runs.internal.rerun.RerunPreview.NodePreview;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rerun adopts the results that succeeded in the earlier run, and computes only the rest. */
final class RerunTest {

    private static final RerunSelection UNFINISHED = new RerunSelection.Unfinished();
    private static final JsonNode TEN = LongNode.valueOf(10);

    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
    }

    @AfterEach
    void close() {
        World.BAD.clear();
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

    private static Value<Long> sum(Flow flow, FanOut<Long> numbers) {
        return flow.call(Sum.class, numbers.collect()).named("sum");
    }

    private static void returned(EmbeddedRun run, long expected) {
        assertThat(run.output().orElseThrow().longValue()).isEqualTo(expected);
    }

    private static void bad(LongStream numbers) {
        numbers.forEach(World.BAD::add);
    }

    private static void allWell() {
        World.BAD.clear();
    }

    @Test
    void computesExactlyTheFailedActionsOfATolerantFanOut() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width).tolerate(100))));
        bad(LongStream.range(0, 37).map(i -> i * 27));
        EmbeddedRun first = cloud.run("first", "numbers", LongNode.valueOf(1_000));
        assertThat(first.succeeded()).isTrue();
        assertThat(first.actions().failed()).isEqualTo(37);
        allWell();

        RerunPreview preview = cloud.runs().preview(RerunRequest.of("first"));
        assertThat(preview.nodes())
                .containsExactly(
                        new NodePreview("count", 1, 0, 0, false, false, false),
                        new NodePreview("square", 963, 37, 0, false, false, false),
                        new NodePreview("tally of map square", 0, 1, 0, false, false, true),
                        new NodePreview("sum", 0, 1, 0, false, false, false));

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed()).isEqualTo(Map.of("square", 37, "sum", 1, "tally of map square", 1));
        assertThat(cloud.reused()).isEqualTo(Map.of("square", 963, "count", 1));
        long squares = LongStream.range(0, 1_000).map(i -> i * i).sum();
        returned(second, squares);
        assertThat(second.actions().cached()).isEqualTo(964);
        assertThat(cloud.runs().get("second").source()).isEqualTo("first");
        assertThat(cloud.runs().counts("first").failed()).isEqualTo(37);
    }

    @Test
    void computesFailedActionsAndThoseThatWereNotReached() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width).sequential())));
        bad(LongStream.of(6));
        EmbeddedRun first = cloud.run("first", "numbers", TEN);
        assertThat(first.failure().orElseThrow().message()).isEqualTo("6 is bad");
        allWell();

        assertThat(cloud.runs().preview(RerunRequest.of("first")).nodes())
                .containsExactly(
                        new NodePreview("count", 1, 0, 0, false, false, false),
                        new NodePreview("square", 6, 1, 3, false, false, false),
                        new NodePreview("sum", 0, 0, 1, false, false, false));
        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed()).isEqualTo(Map.of("square", 4, "sum", 1));
        assertThat(cloud.reused()).isEqualTo(Map.of("square", 6, "count", 1));
        returned(second, 285);
    }

    @Test
    void previewCountsTheNestedItemsThatATolerantFanOutDidNotStart() {
        cloud.deploy(workflow((flow, width) -> {
            Call<List<Long>> count = flow.call(Count.class, width).named("count");
            return sum(
                    flow,
                    flow.map(count, (Value<Long> row) -> flow.call(
                                            Sum.class,
                                            flow.map(count, Square.class)
                                                    .named("square")
                                                    .sequential()
                                                    .tolerate(2)
                                                    .collect())
                                    .named("sum of row"))
                            .sequential());
        }));
        bad(LongStream.of(1, 3, 5));
        assertThat(cloud.run("first", "numbers", TEN).succeeded()).isFalse();
        allWell();
        cloud.computed();

        RerunPreview preview = cloud.runs().preview(RerunRequest.of("first"));
        assertThat(preview.nodes())
                .containsExactly(
                        new NodePreview("count", 1, 0, 0, false, false, false),
                        new NodePreview("square", 3, 3, 94, false, false, false),
                        new NodePreview("tally of map square", 0, 1, 9, false, false, true),
                        new NodePreview("sum of row", 0, 0, 10, false, false, false),
                        new NodePreview("sum", 0, 0, 1, false, false, false));
        assertThat(cloud.rerun("second", "first", UNFINISHED).succeeded()).isTrue();
        assertThat(cloud.computed())
                .isEqualTo(Map.of("square", 97, "tally of map square", 10, "sum of row", 10, "sum", 1));
    }

    @Test
    void previewStartsNothingAndNamesWhatChangesTheNumberOfItems() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width))));
        cloud.run("first", "numbers", TEN);

        assertThat(cloud.runs()
                        .preview(RerunRequest.of("first", new RerunSelection.From("count")))
                        .nodes())
                .containsExactly(
                        new NodePreview("count", 0, 1, 0, false, false, false),
                        new NodePreview("square", 0, 10, 0, true, false, false),
                        new NodePreview("sum", 0, 1, 0, false, false, false));
        assertThatThrownBy(() -> cloud.runs().preview(RerunRequest.of("first")))
                .isInstanceOfSatisfying(RunRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOTHING_TO_DO));
        cloud.deploy(workflow((flow, width) -> sum(
                flow,
                flow.map(flow.call(Count.class, width).named("count"), Same.class)
                        .named("square"))));
        assertThat(cloud.runs().preview(RerunRequest.of("first")).nodes())
                .contains(new NodePreview("square", 0, 10, 0, false, true, false));
        assertThat(cloud.runs()
                        .list(new RunQuery(Optional.empty(), Optional.empty(), 10))
                        .items())
                .hasSize(1);
    }

    @Test
    void previewSaysThatTheRerunCanTakeAnotherBranch() {
        cloud.deploy(workflow((flow, width) -> {
            Attempt<Long> attempt =
                    flow.attempt(() -> flow.call(Square.class, width).named("try"));
            return flow.when(attempt.succeeded(), () -> width, () -> flow.call(Same.class, width)
                            .named("instead"))
                    .value();
        }));
        bad(LongStream.of(10));
        returned(cloud.run("first", "numbers", TEN), 10);
        allWell();

        assertThat(cloud.runs().preview(RerunRequest.of("first")).nodes())
                .contains(
                        new NodePreview("try", 0, 1, 0, false, false, false),
                        new NodePreview("instead", 1, 0, 0, true, false, false));
        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        returned(second, 10);
        assertThat(cloud.reused()).doesNotContainKey("instead");
    }

    @Test
    void readersOfAFanOutAreComputedAgainIfACallBesideTheResultFailedAnItem() {
        cloud.deploy(workflow((flow, width) -> sum(
                flow,
                flow.map(flow.call(Count.class, width).named("count"), (Value<Long> number) -> {
                            Call<Long> beside = flow.call(Square.class, number).named("beside");
                            return flow.call(Shapes.Increment.class, number)
                                    .named("next")
                                    .after(beside);
                        })
                        .tolerate(3))));
        bad(LongStream.of(2, 5));
        returned(cloud.run("first", "numbers", TEN), 55 - 3 - 6);
        allWell();

        returned(cloud.rerun("second", "first", UNFINISHED), 55);
    }

    @Test
    void readersOfAFanOutAreAdoptedIfTheFailureIsAValueInItsItem() {
        cloud.deploy(workflow((flow, width) ->
                sum(flow, flow.map(flow.call(Count.class, width).named("count"), (Value<Long> number) -> {
                    flow.attempt(() -> flow.call(Square.class, number).named("attempted"));
                    return flow.call(Same.class, number).named("same");
                }))));
        bad(LongStream.of(6));
        assertThat(cloud.run("first", "numbers", TEN).succeeded()).isTrue();
        allWell();

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed()).isEqualTo(Map.of("attempted", 1));
        assertThat(cloud.reused()).isEqualTo(Map.of("attempted", 9, "count", 1, "same", 10, "sum", 1));
        returned(second, 45);
    }

    @Test
    void readersOfAFanOutAreComputedAgainIfAConditionalFailedAnItem() {
        cloud.deploy(workflow((flow, width) -> sum(
                flow,
                flow.map(flow.call(Count.class, width).named("count"), (Value<Long> number) -> flow.<Long>when(
                                        flow.call(Shapes.IsEven.class, number).named("even"),
                                        () -> flow.call(Square.class, number).named("square"),
                                        () -> flow.call(Shapes.Increment.class, number)
                                                .named("next"))
                                .named("choice")
                                .value())
                        .tolerate(3))));
        bad(LongStream.of(2, 4));
        returned(cloud.run("first", "numbers", TEN), 36 + 64 + 2 + 4 + 6 + 8 + 10);
        allWell();

        returned(cloud.rerun("second", "first", UNFINISHED), 4 + 16 + 36 + 64 + 2 + 4 + 6 + 8 + 10);
    }

    @Test
    void failsAgainIfTheCauseRemains() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width))));
        bad(LongStream.of(6));
        cloud.run("first", "numbers", TEN);

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        assertThat(second.failure().orElseThrow().action()).isEqualTo("6");
        assertThat(cloud.computed()).isEqualTo(Map.of("square", 1));
        allWell();
        returned(cloud.rerun("third", "second", UNFINISHED), 285);
        assertThat(cloud.computed()).isEqualTo(Map.of("square", 1, "sum", 1));
    }

    @Test
    void rerunCanBeRerunAfterItsSourceIsDeleted() {
        cloud.deploy(workflow((flow, width) -> flow.call(
                Sizes.class,
                flow.map(flow.call(Count.class, width), Large.class)
                        .named("large")
                        .tolerate(5)
                        .collect())));
        bad(LongStream.of(3, 4));
        cloud.run("first", "numbers", TEN);
        World.BAD.remove(3L);
        cloud.rerun("second", "first", UNFINISHED);
        assertThat(cloud.computed()).containsEntry("large", 2);
        cloud.runs().delete("first");
        allWell();

        EmbeddedRun third = cloud.rerun("third", "second", UNFINISHED);

        assertThat(cloud.computed()).containsEntry("large", 1);
        returned(third, 50_000);
        assertThat(cloud.runs().reader().action("first", "large", List.of(0L))).isEmpty();
        assertThatThrownBy(() -> cloud.runs().get("first"))
                .isInstanceOfSatisfying(RunRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.UNKNOWN_RUN));
    }

    @Test
    void filesOfAdoptedResultsAreCopied() {
        cloud.deploy(workflow((flow, width) -> flow.call(
                        ReadAll.class,
                        flow.map(flow.call(Count.class, width), Draw.class)
                                .named("draw")
                                .tolerate(5)
                                .collect())
                .named("read")));
        bad(LongStream.of(1));
        cloud.run("first", "numbers", LongNode.valueOf(3));
        allWell();
        cloud.rerun("second", "first", UNFINISHED);
        cloud.runs().delete("first");

        EmbeddedRun third = cloud.rerun("third", "second", new RerunSelection.From("read"));

        assertThat(cloud.computed()).isEqualTo(Map.of("read", 1));
        assertThat(third.output().orElseThrow()).hasToString("[\"0\",\"1\",\"2\"]");
        assertThat(cloud.runs().reader().files("third")).hasSize(3);
        assertThat(cloud.runs().reader().files("first")).isEmpty();
    }

    @Test
    void stepsOfAnItemDependOnlyOnItsEarlierSteps() {
        cloud.deploy(workflow((flow, width) ->
                sum(flow, squares(flow, width).map(Same.class).named("same").tolerate(3))));
        bad(LongStream.of(2));
        cloud.run("first", "numbers", TEN);
        allWell();

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);
        returned(second, 285);
        assertThat(cloud.computed()).containsEntry("square", 1).containsEntry("same", 1);

        cloud.rerun("third", "second", new RerunSelection.Items(Optional.of("same"), IndexRange.parse("0,4-5")));
        assertThat(cloud.computed())
                .containsEntry("same", 3)
                .containsEntry("sum", 1)
                .doesNotContainKey("square");

        cloud.rerun("fourth", "second", new RerunSelection.Items(Optional.empty(), IndexRange.parse("7")));
        assertThat(cloud.computed())
                .containsEntry("square", 1)
                .containsEntry("same", 1)
                .containsEntry("sum", 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 7", "7, 1", "7, 7", "3, 4"})
    void batchesOfAnySizeAreAdoptedItemByItem(int before, int after) {
        cloud.deploy(workflow(
                (flow, width) -> sum(flow, squares(flow, width).batch(before).tolerate(5))));
        bad(LongStream.of(0, 8, 9));
        cloud.run("first", "numbers", LongNode.valueOf(20));
        allWell();
        cloud.deploy(workflow(
                (flow, width) -> sum(flow, squares(flow, width).batch(after).tolerate(5))));

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed()).containsEntry("square", 3);
        assertThat(cloud.reused()).containsEntry("square", 17);
        returned(second, 2_470);
    }

    private static Workflow<Long, Object> rowsOfCells() {
        return workflow(
                (flow, width) -> sum(flow, flow.map(flow.call(Count.class, width), (Value<Long> row) -> flow.call(
                                Sum.class,
                                flow.map(flow.call(Cut.class, row).named("cut"), Square.class)
                                        .named("cell")
                                        .tolerate(2)
                                        .collect())
                        .named("row sum"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "     | 2.3        | 0 | 1 | 1",
                "     | 2.0-1,4.3  | 0 | 3 | 2",
                "cell | 2.3,2.0    | 0 | 2 | 1",
                "cell | 1-2        | 0 | 8 | 2",
                "cut  | 3          | 1 | 4 | 1",
                "     | 3,4.1      | 1 | 5 | 2"
            })
    void itemsOfNestedFanOutsAreNamedByAllTheirIndexes(String node, String items, int cuts, int cells, int rows) {
        cloud.deploy(rowsOfCells());
        cloud.run("first", "numbers", LongNode.valueOf(5));

        cloud.rerun("second", "first", new RerunSelection.Items(Optional.ofNullable(node), IndexRange.parse(items)));

        Map<String, Integer> computed = cloud.computed();
        assertThat(computed.getOrDefault("cut", 0)).isEqualTo(cuts);
        assertThat(computed).containsEntry("cell", cells).containsEntry("row sum", rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "     | 2.4     | There is no item 2.4 of `map cell` in run `first`: it had 4 items there, from 2.0 to 2.3.",
                "cell | 5.0     | There is no item 5.0 of `cell` in run `first`: its items have 2 indexes. It had 0.0-3, 1.0-3, 2.0-3, 3.0-3, 4.0-3.",
                "cell | 9       | There is no item 9 of `cell` in run `first`: its items have 2 indexes. It had 0.0-3, 1.0-3, 2.0-3, 3.0-3, 4.0-3.",
                "cut  | 5       | There is no item 5 of `cut` in run `first`: it had 5 items, from 0 to 4.",
                "tile | 0       | The workflow has no fan-out `tile` and no node of that name in a fan-out. Nodes in fan-outs: cut, cell, row sum.",
                "cell | 2.1.0   | `2.1.0` has 3 indexes, but `cell` is in 2 fan-outs.",
                "     | 2.1.0-3 | `2.1.0-3` has 3 indexes, but no fan-out of the workflow is nested that deeply.",
                "cut  | 2.1     | `2.1` has 2 indexes, but `cut` is in 1 fan-out.",
            })
    void refusesIndexesThatTheFanOutsDoNotHave(String node, String items, String complaint) {
        cloud.deploy(rowsOfCells());
        cloud.run("first", "numbers", LongNode.valueOf(5));
        RerunSelection selection = new RerunSelection.Items(Optional.ofNullable(node), IndexRange.parse(items));

        assertThatThrownBy(() -> cloud.runs().rerun(RerunRequest.of("first", selection)))
                .isInstanceOf(RunRefused.class)
                .hasMessage(complaint);
    }

    @Test
    void nestedItemsAreAdoptedOneByOne() {
        cloud.deploy(rowsOfCells());
        bad(LongStream.of(102, 301));
        cloud.run("first", "numbers", LongNode.valueOf(5));
        allWell();

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed())
                .containsEntry("cell", 2)
                .containsEntry("row sum", 2)
                .containsEntry("sum", 1)
                .doesNotContainKey("cut");
        assertThat(cloud.reused()).containsEntry("cell", 18).containsEntry("row sum", 3);
        long expected = LongStream.range(0, 5)
                .flatMap(row -> LongStream.range(0, 4).map(column -> 100 * row + column))
                .map(number -> number * number)
                .sum();
        returned(second, expected);
    }

    @Test
    void changedTaskAndItsReadersAreComputed() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width))));
        cloud.run("first", "numbers", TEN);
        cloud.deploy(workflow((flow, width) -> sum(
                flow,
                flow.map(flow.call(Count.class, width).named("count"), Same.class)
                        .named("square"))));

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed()).isEqualTo(Map.of("square", 10, "sum", 1));
        returned(second, 45);
    }

    @Test
    void changedListIsFannedOutAgain() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width))));
        cloud.run("first", "numbers", TEN);
        cloud.deploy(workflow((flow, width) -> sum(
                flow,
                flow.map(flow.call(CountAgain.class, width).named("count"), Square.class)
                        .named("square"))));

        cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed()).isEqualTo(Map.of("count", 1, "square", 10, "sum", 1));
    }

    @Test
    void changedVersionIsComputedButChangedRetriesAreNot() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width).cache("1"))));
        cloud.run("first", "numbers", TEN);
        cloud.deploy(workflow(
                (flow, width) -> sum(flow, squares(flow, width).cache("2").concurrency(3))));

        cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.computed()).isEqualTo(Map.of("square", 10, "sum", 1));
    }

    @Test
    void onlyFailedAdoptsResultsWithChangedDefinitions() {
        cloud.deploy(workflow(
                (flow, width) -> sum(flow, squares(flow, width).tolerate(3).cache("1"))));
        bad(LongStream.of(2));
        cloud.run("first", "numbers", TEN);
        allWell();
        cloud.deploy(workflow(
                (flow, width) -> sum(flow, squares(flow, width).tolerate(3).cache("2"))));

        cloud.rerun("second", "first", new RerunSelection.OnlyFailed());

        assertThat(cloud.computed()).containsEntry("square", 1);
        assertThat(cloud.reused()).containsEntry("square", 9);
    }

    @Test
    void fromANodeIgnoresTheCache() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width).cache("1"))));
        cloud.run("first", "numbers", TEN);

        cloud.rerun("second", "first", new RerunSelection.From("square"));

        assertThat(cloud.computed()).isEqualTo(Map.of("square", 10, "sum", 1));
        assertThat(cloud.reused()).isEqualTo(Map.of("count", 1));
    }

    @Test
    void branchThatDidNotRunIsNotComputed() {
        cloud.deploy(workflow((flow, width) ->
                sum(flow, flow.map(flow.call(Count.class, width), (Value<Long> number) -> flow.<Long>when(
                                flow.call(Shapes.IsEven.class, number).named("is even"),
                                () -> flow.call(Square.class, number).named("square"),
                                () -> flow.call(Same.class, number).named("same"))
                        .value()))));
        bad(LongStream.of(4));
        cloud.run("first", "numbers", TEN);
        allWell();

        EmbeddedRun second = cloud.rerun("second", "first", UNFINISHED);

        returned(second, 0 + 1 + 4 + 3 + 16 + 5 + 36 + 7 + 64 + 9);
        assertThat(cloud.computed()).isEqualTo(Map.of("square", 1, "result of map is even", 1, "sum", 1));
    }

    @Test
    void recordsShowAdoptedResults() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width).tolerate(3))));
        bad(LongStream.of(2));
        cloud.run("first", "numbers", TEN);
        allWell();
        cloud.rerun("second", "first", UNFINISHED);

        assertThat(cloud.runs()
                        .actions("second", ActionQuery.all(100).of("square").with(ActionStatus.SUCCEEDED))
                        .items())
                .extracting(RunAction::path)
                .containsExactly("2");
        assertThat(cloud.runs()
                        .actions("second", ActionQuery.all(100).of("square").with(ActionStatus.CACHED))
                        .items())
                .hasSize(9);
    }

    // ------------------------------------------------------------------------------------------------ refusals

    private void refused(RerunRequest request, Reason reason, String... words) {
        assertThatThrownBy(() -> cloud.runs().rerun(request)).isInstanceOfSatisfying(RunRefused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.getMessage()).contains(words);
        });
    }

    @Test
    void refusesInvalidRequestsWithASentence() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width))));
        cloud.run("first", "numbers", TEN);

        refused(RerunRequest.of("zeroth"), Reason.UNKNOWN_RUN, "`zeroth`");
        refused(RerunRequest.of("no such thing"), Reason.UNKNOWN_RUN, "`no such thing`");
        refused(RerunRequest.of("first"), Reason.NOTHING_TO_DO, "nothing to compute");
        refused(
                RerunRequest.of("first", new RerunSelection.From("cube")),
                Reason.UNKNOWN_NODE,
                "`cube`",
                "count, square, sum");
        refused(
                RerunRequest.of("first", new RerunSelection.Items(Optional.empty(), IndexRange.parse("3,8-10"))),
                Reason.UNKNOWN_ITEM,
                "item 10",
                "from 0 to 9");
        refused(
                RerunRequest.of("first", new RerunSelection.Items(Optional.of("sum"), IndexRange.parse("3"))),
                Reason.UNKNOWN_NODE,
                "`sum`",
                "square");
        refused(RerunRequest.of("first").named("first"), Reason.NOTHING_TO_DO, "`first`");
        refused(RerunRequest.of("first", new RerunSelection.From("sum")).named("first"), Reason.CONFLICT, "`first`");
    }

    @Test
    void refusesItemsOfAnAmbiguousFanOut() {
        cloud.deploy(workflow((flow, width) -> flow.list(List.of(
                sum(flow, squares(flow, width)),
                flow.call(
                        Sum.class,
                        flow.map(flow.call(Count.class, width), Same.class)
                                .named("same")
                                .collect())))));
        cloud.run("first", "numbers", TEN);

        refused(
                RerunRequest.of("first", new RerunSelection.Items(Optional.empty(), IndexRange.parse("3"))),
                Reason.UNKNOWN_NODE,
                "several fan-outs",
                "square, same");
    }

    @Test
    void oneKeyStartsOneRerun() {
        cloud.deploy(workflow((flow, width) -> sum(flow, squares(flow, width))));
        cloud.run("first", "numbers", TEN);
        RerunRequest request =
                RerunRequest.of("first", new RerunSelection.From("sum")).once("key-1");

        String id = cloud.runs().rerun(request).id();

        assertThat(cloud.runs().rerun(request).id()).isEqualTo(id);
        refused(
                RerunRequest.of("first", new RerunSelection.From("square")).once("key-1"),
                Reason.CONFLICT,
                "`key-1`",
                id);
    }
}
