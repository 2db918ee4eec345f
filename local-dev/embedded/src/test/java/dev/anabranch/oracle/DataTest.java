package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.runtime.internal.codec.StateNumbers;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every JSON value passes through a state machine unchanged. */
final class DataTest {

    /** Wider than any inline Map. */
    private static final int WIDE = 300;

    private static final int DEPTH = 100;

    @TempDir
    private Path scratch;

    /** Passes a document on in every way that a workflow supports. */
    private static final class EveryWay implements Workflow<Holder, List<JsonNode>> {

        private final JsonNode constant;

        EveryWay(JsonNode constant) {
            this.constant = constant;
        }

        @Override
        public String name() {
            return "every-way";
        }

        @Override
        public Value<List<JsonNode>> define(Flow flow, Value<Holder> input) {
            Value<JsonNode> given = input.get(Holder::document);
            Value<JsonNode> fixed = flow.value(constant);
            Value<JsonNode> returned = flow.call(GenericTasks.Same.class, given);
            Value<List<JsonNode>> list = flow.list(List.of(returned, fixed, given));
            Value<List<JsonNode>> inline =
                    flow.map(list, GenericTasks.Same.class).toList();
            Value<List<JsonNode>> captured = flow.map(list, (Value<JsonNode> item) -> flow.call(
                                    GenericTasks.Swap.class, flow.record(Pair::new, returned, item))
                            .get(Pair::left))
                    .toList();
            Value<List<JsonNode>> distributed = flow.map(flow.call(Copies.class, given), GenericTasks.Same.class)
                    .toList();
            return flow.list(
                    List.of(given, returned, fixed, json(list), json(inline), json(captured), json(distributed)));
        }

        private static Value<JsonNode> json(Value<?> value) {
            return RandomScope.json(value);
        }
    }

    public record Holder(JsonNode document) {}

    public static final class Copies implements Task<JsonNode, List<JsonNode>> {
        @Override
        public List<JsonNode> run(JsonNode input, TaskContext context) {
            return Collections.nCopies(WIDE, input);
        }
    }

    static Stream<String> documents() {
        return Stream.of(
                "1e300",
                "9007199254740992",
                "0.1",
                "1.10",
                "1e-7",
                "null",
                "true",
                "\"\"",
                "\"{% $states.input %}\"",
                "\"{% not JSONata\"",
                "\"%}\"",
                "\"$states.context\"",
                "\"${AnabranchTable}\"",
                "\"\\u0000\\u0001\\ud83d\\ude00\\u2028\"",
                "[]",
                "[null]",
                "[[]]",
                "[[1]]",
                "{}",
                "{\"\":{\"\":\"\"}}",
                "{\"a.b\":1,\"a'b\":2,\"a\\\"b\":3,\"a`b\":4,\"ключ\":5,\"{% k %}\":6,\"k.$\":7,\" \":8}",
                "{\"v\":1,\"ref\":\"x\",\"items\":[],\"count\":9,\"results\":{},\"action\":{}}",
                "{\"Error\":\"x\",\"Cause\":\"y\",\"failure\":{\"node\":\"z\"}}",
                "[\"{% a %}\",{\"b\":\"{% c %}\"},[\"{%d\"]]");
    }

    /** Numbers that an expression may change. */
    static Stream<String> oddNumbers() {
        return Stream.of(
                "9007199254740993",
                "-9007199254740993",
                "123456789012345678901234567890",
                "0.1000000000000000055511151231257827",
                "[1,9007199254740993]",
                "{\"a\":[{\"b\":1e400}]}");
    }

    private static JsonNode parsed(String text) {
        try {
            return TaskJson.reader(JsonNode.class).readValue(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documentIsPassedThroughUnchanged(String text) {
        JsonNode document = parsed(text);
        comesThrough(
                document,
                StateNumbers.preservesAll(document)
                        ? document
                        : JsonNodeFactory.instance.textNode("no such number can be a constant"));
    }

    @ParameterizedTest
    @MethodSource("oddNumbers")
    void impreciseNumbersArePassedByReference(String text) {
        comesThrough(parsed(text), JsonNodeFactory.instance.textNode("no such number can be a constant"));
    }

    @Test
    void deeplyNestedDocumentsArePassedThrough() {
        JsonNode document = JsonNodeFactory.instance.textNode("bottom");
        for (int depth = 0; depth < DEPTH; depth++) {
            document = depth % 2 == 0
                    ? JsonNodeFactory.instance.arrayNode().add(document)
                    : JsonNodeFactory.instance.objectNode().set("down", document);
        }
        comesThrough(document, document);
    }

    private void comesThrough(JsonNode document, JsonNode constant) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new EveryWay(constant), TaskJson.tree(new Holder(document)));
            JsonNode output = run.output().orElseThrow();
            assertThat(List.of(
                            output.get(0),
                            output.get(1),
                            output.get(3).get(0),
                            output.get(5).get(0)))
                    .allMatch(json -> SameJson.is(json, document));
            assertThat(SameJson.is(output.get(2), constant)).isTrue();
            assertThat(output.get(6)).hasSize(WIDE).allMatch(json -> SameJson.is(json, document));
        }
    }

    /** Returns a list of items with those sizes through a fan-out with two stages, and reads it in each way. */
    private record Sizes(int width, int bytes) implements Workflow<JsonNode, List<JsonNode>> {

        @Override
        public String name() {
            return "sizes";
        }

        @Override
        public Value<List<JsonNode>> define(Flow flow, Value<JsonNode> input) {
            Value<List<JsonNode>> list = flow.call(
                    GenericTasks.ListOf.class,
                    flow.record(ListSpec::new, input, flow.value(width), flow.value(List.of(bytes, 1))));
            var fanOut = flow.map(list, GenericTasks.Same.class).map(GenericTasks.Same.class);
            Value<JsonNode> joined = flow.call(GenericTasks.Join.class, fanOut.collect());
            Value<JsonNode> digest = flow.call(GenericTasks.Digest.class, RandomScope.json(fanOut.toList()));
            return flow.list(List.of(joined, digest));
        }
    }

    @ParameterizedTest(name = "{0} items of {1} bytes")
    @CsvSource({"0, 1", "1, 1", "1, 1000000", "2, 262144", "3, 8192", "41, 300000", "281, 240", "300, 20000"})
    void listsOfAllSizesArePassedThrough(int width, int bytes) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new Sizes(width, bytes), JsonNodeFactory.instance.textNode("x"));
            assertThat(run.output().orElseThrow().get(0).get("size").asInt()).isEqualTo(width);
        }
    }

    @Test
    void twentyThousandItemsArePassedThrough() {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new Sizes(20_000, 10), JsonNodeFactory.instance.textNode("x"));
            assertThat(run.actions().succeeded()).isEqualTo(3 + 2 * 20_000);
        }
    }

    @Test
    void nullIsAValidResult() {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("x", 1);
        Workflow<JsonNode, List<JsonNode>> workflow = new Nulls();
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            JsonNode output = Equivalence.check(cloud, workflow, input).output().orElseThrow();
            assertThat(output.get(0).isNull()).isTrue();
            assertThat(output.get(1)).hasSize(2).allMatch(JsonNode::isNull);
        }
    }

    private static final class Nulls implements Workflow<JsonNode, List<JsonNode>> {
        @Override
        public Value<List<JsonNode>> define(Flow flow, Value<JsonNode> input) {
            Value<JsonNode> nothing = flow.call(ToNull.class, input);
            Value<List<JsonNode>> nulls =
                    flow.map(flow.list(List.of(nothing, input)), ToNull.class).toList();
            return flow.list(List.of(nothing, RandomScope.json(nulls)));
        }
    }

    public static final class ToNull implements Task<JsonNode, JsonNode> {
        @Override
        @SuppressWarnings("NullAway") // Null is a value like any other.
        public JsonNode run(JsonNode input, TaskContext context) {
            return null;
        }
    }
}
