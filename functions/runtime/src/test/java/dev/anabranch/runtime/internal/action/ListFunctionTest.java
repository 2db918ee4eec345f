package dev.anabranch.runtime.internal.action;

import static dev.anabranch.runtime.internal.action.Calls.call;
import static dev.anabranch.runtime.internal.action.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.action.ListFunction.Operation;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListFunctionTest {

    private static final Reply LARGE = new Reply.Single(400_000);

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private Bench bench = new Bench(actions, payloads, Runnable::run, Path.of(""));

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        bench = new Bench(actions, payloads, Runnable::run, scratch);
        put("two", "['x', null]");
        put("items", "[{'v': 'x'}, {'ref': 'null', 'size': 4}]");
        put("null", "null");
        put("holder", "{'before': [[1], {'list': 2}], 'in': {'list': ['x', null]}, 'list': ['x', null], 'after': 3}");
        record("single", List.of(), "['x', null]");
        record("holder", List.of(), "{'list': ['x', null]}");
        record("many", List.of(0L), "'x'");
        record("many", List.of(1L), "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'v': ['x', null]}",
                "{'ref': 'two', 'size': 11}",
                "{'items': [{'v': 'x'}, {'ref': 'null', 'size': 4}], 'count': 2}",
                "{'itemsRef': 'items', 'count': 2}",
                "{'results': {'node': 'many', 'path': '', 'count': 2}}",
                "{'results': {'node': 'many', 'path': '', 'count': 2, 'whole': true}}",
                "{'action': {'node': 'single', 'path': ''}}",
                "{'array': [{'v': 'x'}, {'ref': 'null', 'size': 4}]}",
                "{'field': 'list', 'of': {'ref': 'holder', 'size': 90}}",
                "{'field': 'list', 'of': {'field': 'in', 'of': {'ref': 'holder', 'size': 90}}}",
                "{'field': 'list', 'of': {'action': {'node': 'holder', 'path': ''}}}",
                "{'field': 'list', 'of': {'v': {'list': ['x', null]}}}",
                "{'field': 'list', 'of': {'record': {'list': {'ref': 'two', 'size': 11}}}}"
            })
    void readsAListInEveryForm(String wire) {
        Wire list = Wire.parse(json(wire));

        assertThat(run(Operation.ZIP, list, value("[1, 2]"), null)).isEqualTo("[{'a':'x','b':1},{'a':null,'b':2}]");
        assertThat(run(Operation.PRODUCT, value("[1, 2]"), list, null))
                .isEqualTo("[{'a':1,'b':'x'},{'a':1,'b':null},{'a':2,'b':'x'},{'a':2,'b':null}]");
        assertThat(run(Operation.CHUNKS, list, null, "1")).isEqualTo("[['x'],[null]]");
        assertThat(payloads.open()).isZero();
    }

    @Test
    void outcomesAreElements() {
        actions.put(ActionRecord.of(RecordKey.of("run-1", "many", List.of(1L)), ActionStatus.FAILED)
                .attempts(2)
                .order(1)
                .failure("E", "why")
                .build());
        Wire outcomes =
                Wire.parse(json("{'results': {'node': 'many', 'path': '', 'count': 2, 'failures': 'outcomes'}}"));

        assertThat(run(Operation.CHUNKS, outcomes, null, "2"))
                .isEqualTo("[[{'result':'x'},{'error':'E','message':'why','attempts':2}]]");
    }

    @Test
    void flattensChunksFiltersAndCounts() {
        assertThat(run(Operation.FLATTEN, value("[[1], [], [2, [3]]]"), null, null))
                .isEqualTo("[1,2,[3]]");
        assertThat(run(Operation.CHUNKS, value("[1, 2, 3, 4, 5]"), null, "2")).isEqualTo("[[1,2],[3,4],[5]]");
        assertThat(run(Operation.CHUNKS, value("[]"), null, "2")).isEqualTo("[]");
        assertThat(run(
                        Operation.FILTER,
                        value("[{'a': true, 'n': 1}, {'a': false}, {'a': null}, {}, {'a': 'true'}]"),
                        null,
                        null))
                .isEqualTo("[{'a':true,'n':1}]");
        assertThat(run(Operation.RANGE, null, null, "3")).isEqualTo("[0,1,2]");
        assertThat(run(Operation.RANGE, null, null, "0")).isEqualTo("[]");
        assertThat(run(Operation.ENTRIES, value("{'z': 1, 'a': null}"), null, null))
                .isEqualTo("[{'a':'z','b':1},{'a':'a','b':null}]");
    }

    @Test
    void entriesOfAStoredMapKeepTheirOrder() {
        put("map", "{'z': [1], 'a': {'z': 2}, 'é': null}");

        assertThat(run(Operation.ENTRIES, new Wire.Ref("map", 40), null, null))
                .isEqualTo("[{'a':'z','b':[1]},{'a':'a','b':{'z':2}},{'a':'é','b':null}]");
        assertThat(payloads.open()).isZero();
    }

    @Test
    void listsOfDifferentLengthsAreNamedWithTheirLengths() {
        put("long", IntStream.range(0, 2_345).boxed().toList().toString());
        assertFails(
                Operation.ZIP,
                new Wire.Ref("two", 11),
                new Wire.Ref("long", 11),
                null,
                "`zip` needs two lists of the same length, but the length of the result of `a` is 2 and that of the"
                        + " result of `b` is 2,345.");
        assertThat(payloads.open()).isZero();
    }

    @Test
    void valuesOfOtherKindsAreNamed() {
        assertFails(Operation.FLATTEN, value("null"), null, null, "The result of `a` is null, but must be a list.");
        assertFails(Operation.FILTER, value("{}"), null, null, "The result of `a` is an object, but must be a list.");
        assertFails(Operation.ENTRIES, value("[]"), null, null, "The result of `a` is a list, but must be a map.");
        assertFails(
                Operation.FLATTEN,
                value("[[], 7]"),
                null,
                null,
                "Element 1 of the result of `a` is a number, but `flatten` needs a list of lists.");
        assertFails(
                Operation.FILTER,
                value("[{}, null]"),
                null,
                null,
                "Element 1 of the result of `a` is null, so it has no field `a`.");
        assertFails(
                Operation.RANGE,
                null,
                null,
                "1000001",
                "The result of `a` is 1000001, but the length of a range must be 0 to 1,000,000.");
        assertFails(
                Operation.RANGE, null, null, "-1", "The result of `a` is -1, but the length of a range must be 0 to");
        assertFails(
                Operation.RANGE, null, null, "null", "The result of `a` is null, but the length of a range must be");
        assertThat(payloads.open()).isZero();
    }

    @Test
    void secondListOfAProductThatIsTooLargeForMemoryIsReadAgain() {
        put("large", "['" + "x".repeat(3_000_000) + "', '" + "y".repeat(3_000_000) + "']");

        String pairs = run(Operation.PRODUCT, value("[1, 2]"), new Wire.Ref("large", 6_000_000), null);

        assertThat(json(pairs)).hasSize(4);
        assertThat(json(pairs).get(3).get("a").asInt()).isEqualTo(2);
        assertThat(payloads.open()).isZero();
    }

    @Test
    void failureOfTheStoreIsRetried() {
        actions.fail("throttled");

        assertThatThrownBy(() -> run(Operation.CHUNKS, new Wire.Ref("two", 11), null, "1"))
                .isInstanceOf(StoreUnavailable.class);
    }

    private void assertFails(
            Operation operation, @Nullable Wire list, @Nullable Wire other, @Nullable String number, String message) {
        assertThatThrownBy(() -> run(operation, list, other, number))
                .isInstanceOf(TaskRejected.class)
                .hasMessageContaining(message);
    }

    private static Wire value(String json) {
        return new Wire.Value(json(json));
    }

    /** Runs an operation as an action, and returns the result with single quotes. */
    private String run(Operation operation, @Nullable Wire list, @Nullable Wire other, @Nullable String number) {
        Map<String, Wire> input = new LinkedHashMap<>();
        input.put("operation", new Wire.Value(TaskJson.tree(operation)));
        if (list != null) {
            input.put("list", list);
        }
        if (other != null) {
            input.put("other", other);
        }
        if (number != null) {
            input.put("number", value(number));
        }
        input.put("names", value("['the result of `a`', 'the result of `b`']"));
        input.put("fields", value("['a', 'b']"));
        actions.remove(RecordKey.of("run-1", "classify", List.of()));
        JsonNode answer = json(bench.run(new ListFunction(), call(new Wire.Composite(input), LARGE)));
        String result = answer.has("v")
                ? answer.get("v").toString()
                : payloads.text(answer.get("ref").asText());
        return result.replace('"', '\'');
    }

    private void put(String key, String json) {
        payloads.put(key, "application/json", json(json).toString().getBytes(StandardCharsets.UTF_8));
    }

    private void record(String node, List<Long> path, String result) {
        actions.put(ActionRecord.of(RecordKey.of("run-1", node, path), ActionStatus.SUCCEEDED)
                .attempts(1)
                .order(1)
                .result(new StoredResult.Inline(json(result).toString()))
                .build());
    }
}
