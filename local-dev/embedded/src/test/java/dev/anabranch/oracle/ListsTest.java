package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.oracle.ListTasks.Keyed;
import dev.anabranch.oracle.ListTasks.Marked;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** List functions, and conditions that a state machine reads itself. */
final class ListsTest {

    /** The size of items that do not travel inline. */
    private static final int LARGE = 60_000;

    @TempDir
    private Path scratch;

    /** A workflow over an input of any form. */
    private record Over(BiFunction<Flow, Value<Holder>, Value<?>> definition) implements Workflow<Holder, JsonNode> {
        @Override
        public String name() {
            return "over";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Holder> input) {
            return RandomScope.json(definition.apply(flow, input));
        }
    }

    public record Holder(List<JsonNode> list, List<Flagged> flags) {}

    public record Flagged(JsonNode of, JsonNode flag) {}

    private static Call<List<JsonNode>> items(Flow flow, int width, int bytes) {
        return flow.call(
                GenericTasks.ListOf.class,
                flow.record(
                        ListSpec::new,
                        RandomScope.json(flow.value("seed")),
                        flow.value(width),
                        flow.value(List.of(bytes))));
    }

    private EmbeddedRun check(BiFunction<Flow, Value<Holder>, Value<?>> definition, String input) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            return Equivalence.check(cloud, new Over(definition), json(input));
        }
    }

    @SuppressWarnings("unchecked") // All values are JSON.
    private static Value<List<JsonNode>> jsons(Value<? extends List<?>> list) {
        return (Value<List<JsonNode>>) (Value<?>) list;
    }

    private static JsonNode json(String text) {
        try {
            return TaskJson.tree().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 30", "2, 300000", "41, 9000", "1000, 30"})
    void listFunctionsOverListsOfAllSizes(int width, int bytes) {
        EmbeddedRun run = check(
                (flow, input) -> {
                    Call<List<JsonNode>> list = items(flow, width, bytes);
                    Value<? extends Iterable<JsonNode>> results =
                            flow.map(list, GenericTasks.Digest.class).collect();
                    Call<List<Pair>> zipped = flow.zip(Pair::new, list, results);
                    Call<List<Marked>> marked = flow.call(ListTasks.Mark.class, list);
                    Call<List<JsonNode>> flat = flow.flatten(
                            flow.list(List.of(jsons(flow.flatten(flow.chunks(zipped, 7))), jsons(zipped))));
                    Call<Map<String, JsonNode>> map =
                            flow.call(ListTasks.ByKey.class, jsons(flow.filter(marked, Marked::odd)));
                    return flow.list(List.of(
                            flow.call(
                                    GenericTasks.Join.class,
                                    flow.map(flat, GenericTasks.Digest.class).collect()),
                            flow.call(
                                    GenericTasks.Join.class,
                                    flow.map(
                                                    flow.product(Pair::new, jsons(flow.range(2)), list),
                                                    (Value<Pair> pair) -> flow.call(
                                                            GenericTasks.Digest.class, RandomScope.json(pair)))
                                            .collect()),
                            flow.call(
                                    GenericTasks.Join.class,
                                    flow.map(
                                                    flow.entries(Keyed::new, map),
                                                    (Value<Keyed> entry) -> flow.call(
                                                            GenericTasks.Digest.class, entry.get(Keyed::value)))
                                            .collect())));
                },
                "{}");

        assertThat(run.succeeded()).isTrue();
    }

    public record Tried(JsonNode item, Outcome<JsonNode> outcome) {}

    @Test
    void zipWithOutcomesHasOneRecordForEachItemIfSomeFail() {
        EmbeddedRun run = check(
                (flow, input) -> {
                    Call<List<JsonNode>> list = items(flow, 5, 10);
                    Value<? extends Iterable<? extends Outcome<JsonNode>>> outcomes = flow.map(
                                    list,
                                    (Value<JsonNode> item) -> flow.call(
                                            GenericTasks.Picky.class,
                                            flow.record(GenericTasks.PickySpec::new, item, flow.value(2))))
                            .tolerate(5)
                            .outcomes();
                    return flow.zip(Tried::new, list, outcomes);
                },
                "{}");

        assertThat(run.output().orElseThrow()).hasSize(5);
    }

    @Test
    void listsOfDifferentLengthsFailTheRunWithBothNodesAndLengths() {
        EmbeddedRun run = check(
                (flow, input) -> flow.zip(
                        Pair::new,
                        items(flow, 3, 10).named("three"),
                        items(flow, 5, 10).named("five")),
                "{}");

        assertThat(run.failure())
                .contains(new RunError(
                        "zip",
                        "",
                        PermanentFailure.class.getName(),
                        "`zip` needs two lists of the same length, but the length of the result of `three` is 3 and that"
                                + " of the result of `five` is 5."));
    }

    @Test
    void fieldsOfTheRunsInputAreLists() {
        EmbeddedRun run = check(
                (flow, input) ->
                        flow.chunks(flow.zip(Pair::new, input.get(Holder::list), jsons(input.get(Holder::flags))), 2),
                "{'list': [1, null, [2]], 'flags': [{'of': 1, 'flag': true}, {'of': 2, 'flag': null}, {'of': 3}]}");

        assertThat(run.output().orElseThrow()).hasSize(2);
    }

    @Test
    void missingListIsRefusedBeforeTheRunStarts() {
        assertThatThrownBy(() -> check((flow, input) -> flow.chunks(input.get(Holder::list), 2), "{}"))
                .isInstanceOf(RunRefused.class)
                .hasMessageContaining("`/list` is missing, but must be a list.");
    }

    @Test
    void nullListNamesItsSource() {
        EmbeddedRun run = check(
                (flow, input) -> flow.map(
                                items(flow, 1, 10),
                                (Value<JsonNode> item) -> flow.call(
                                        GenericTasks.Digest.class,
                                        RandomScope.json(flow.chunks(input.get(Holder::list), 2))))
                        .toList(),
                "{}");

        assertThat(run.failure().orElseThrow().message())
                .isEqualTo("`list` of the run's input is null, but must be a list.");
    }

    // --------------------------------------------------------------------------------- conditions without a call

    /** Digests one of two values of each item. */
    private EmbeddedRun conditionOfEachItem(String flags) {
        return check(
                (flow, input) -> flow.map(
                                flagged(input.get(Holder::list)),
                                (Value<Flagged> item) -> flow.call(GenericTasks.Digest.class, chosen(flow, item)))
                        .toList(),
                "{'list': " + flags + "}");
    }

    @SuppressWarnings("unchecked") // A definition may declare a type that its data do not have.
    private static Value<List<Flagged>> flagged(Value<?> list) {
        return (Value<List<Flagged>>) list;
    }

    @SuppressWarnings("unchecked") // A definition may declare a type that its data do not have.
    private static Value<JsonNode> chosen(Flow flow, Value<Flagged> item) {
        Value<Boolean> flag = (Value<Boolean>) (Value<?>) item.get(Flagged::flag);
        return flow.when(flag, () -> item.get(Flagged::of), () -> RandomScope.json(flow.value("none")))
                .value();
    }

    @Test
    void conditionsOnFieldsOfInlineItemsHaveNoActions() {
        EmbeddedRun run = conditionOfEachItem(
                "[{'of': 1, 'flag': true}, {'of': 2, 'flag': false}, {'of': 3, 'flag': null}, {'of': 4}]");

        assertThat(run.succeeded()).isTrue();
        assertThat(run.actions().total()).as("the list and 4 calls").isEqualTo(5);
    }

    @Test
    void conditionOnFieldOfItemInTheStoreIsReadByACall() {
        String large = "'" + "x".repeat(LARGE * 5) + "'";

        EmbeddedRun run =
                conditionOfEachItem("[{'of': " + large + ", 'flag': true}, {'of': " + large + ", 'flag': false}]");

        assertThat(run.succeeded()).isTrue();
        assertThat(run.actions().total())
                .as("the list, 2 calls and 2 conditions")
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'true'", "1", "[true]", "[]", "{'v': true}", "''"})
    void otherValuesThanTrueCountAsFalse(String flag) {
        assertThat(conditionOfEachItem("[{'of': 1, 'flag': " + flag + "}]").succeeded())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "'flag'", "[{'of': 1, 'flag': true}]"})
    void conditionOnFieldOfOtherValueThanAnObjectFails(String item) {
        EmbeddedRun run = conditionOfEachItem("[" + item + "]");

        assertThat(run.failure().orElseThrow().message())
                .isEqualTo("The value is not an object, so it has no field `flag`.");
    }
}
