package dev.anabranch.runtime.internal.fanin;

import static dev.anabranch.runtime.internal.action.Calls.VALUE;
import static dev.anabranch.runtime.internal.action.Calls.call;
import static dev.anabranch.runtime.internal.action.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.action.Bench;
import dev.anabranch.runtime.internal.action.Calls;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.action.Tasks;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WireReaderTest {

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private final WireReader reader = new WireReader(actions, payloads, Runnable::run);
    private final Bench bench = new Bench(actions, payloads, Runnable::run, Path.of(""));

    @BeforeEach
    void setUp() {
        payloads.put(
                "doc", "application/json", bytes("{'before': [1, {'wanted': 0}], 'wanted': {'x': 1}, 'after': 2}"));
        payloads.put("list", "application/json", bytes("[{'v': 1}, {'ref': 'doc', 'size': 60}, {'v': null}]"));
        record("single", List.of(), "{\"a\": 1}");
        IntStream.range(0, 3).forEach(i -> record("many", List.of(5L, (long) i), String.valueOf(i * 10)));
    }

    @Test
    void followsEveryKindOfWire() {
        assertRead("{'v': {'a': null}}", "{'a': null}");
        assertRead("{'ref': 'doc', 'size': 1}", "{'before': [1, {'wanted': 0}], 'wanted': {'x': 1}, 'after': 2}");
        assertRead("{'items': [{'v': 1}, {'v': [2]}], 'count': 2}", "[1, [2]]");
        assertRead(
                "{'itemsRef': 'list', 'count': 3}",
                "[1, {'before': [1, {'wanted': 0}], 'wanted': {'x': 1}, 'after': 2}, null]");
        assertRead("{'results': {'node': 'many', 'path': '5', 'count': 3}}", "[0, 10, 20]");
        assertRead("{'action': {'node': 'single', 'path': ''}}", "{'a': 1}");
        assertRead(
                "{'array': [{'v': 1}, {'ref': 'doc', 'size': 1}, {'array': []}]}",
                "[1, {'before': [1, {'wanted': 0}], 'wanted': {'x': 1}, 'after': 2}, []]");
        assertRead(
                "{'record': {'b': {'v': 1}, 'a': {'action': {'node': 'single', 'path': ''}}}}",
                "{'b': 1, 'a': {'a': 1}}");
        assertRead("{'field': 'wanted', 'of': {'ref': 'doc', 'size': 1}}", "{'x': 1}");
        assertRead("{'field': 'a', 'of': {'action': {'node': 'single', 'path': ''}}}", "1");
        assertRead("{'field': 'x', 'of': {'field': 'wanted', 'of': {'ref': 'doc', 'size': 1}}}", "1");
    }

    @Test
    void absentFieldIsNull() {
        assertRead("{'field': 'nowhere', 'of': {'ref': 'doc', 'size': 1}}", "null");
        assertRead("{'field': 'nowhere', 'of': {'v': {}}}", "null");
    }

    @Test
    void outcomesAreObjectsInATree() {
        RecordKey failed = RecordKey.of("run-1", "many", List.of(5L, 1L));
        actions.put(ActionRecord.of(failed, ActionStatus.FAILED)
                .attempts(2)
                .order(1)
                .failure("E", "why")
                .build());

        assertRead(
                "{'results': {'node': 'many', 'path': '5', 'count': 3, 'failures': 'outcomes'}}",
                "[{'result': 0}, {'error': 'E', 'message': 'why', 'attempts': 2}, {'result': 20}]");
        assertRead("{'results': {'node': 'many', 'path': '5', 'count': 3, 'failures': 'skip'}}", "[0, 20]");
    }

    @Test
    void fieldOfANonObjectIsRefused() {
        assertThatThrownBy(() -> read("{'field': 'a', 'of': {'v': [1]}}"))
                .isInstanceOf(UnreadableInput.class)
                .hasMessageContaining("no field `a`");
        assertThatThrownBy(() -> read("{'field': 'a', 'of': {'ref': 'list', 'size': 1}}"))
                .isInstanceOf(UnreadableInput.class);
    }

    @Test
    void missingDataIsNamed() {
        assertThatThrownBy(() -> read("{'ref': 'nothing', 'size': 1}"))
                .isInstanceOf(PayloadMissing.class)
                .hasMessageContaining("`nothing`");
        assertThatThrownBy(() -> read("{'action': {'node': 'nobody', 'path': '1'}}"))
                .isInstanceOf(UnreadableInput.class)
                .hasMessageContaining("`nobody`");
    }

    @Test
    void everyStreamIsClosed() {
        read("{'itemsRef': 'list', 'count': 3}");
        read("{'field': 'wanted', 'of': {'ref': 'doc', 'size': 1}}");

        assertThat(payloads.open()).isZero();
    }

    @Test
    void resultsCanBeAnywhereInAnInput() {
        Wire lazy = results(Wire.Failures.NONE, false);
        Wire whole = results(Wire.Failures.NONE, true);
        Map<String, Wire> fields = new LinkedHashMap<>();
        fields.put("title", new Wire.Value(json("'map'")));
        fields.put("lazy", lazy);
        fields.put("whole", whole);
        fields.put("nested", new Wire.Sequence(List.of(lazy, new Wire.Value(json("[7]")))));
        fields.put("outcomes", results(Wire.Failures.OUTCOMES, false));

        assertThat(bench.run(new Draw(), named("draw", new Wire.Composite(fields))))
                .isEqualTo("{\"v\":\"map RecordedResults [0, 10, 20] [0, 10, 20] [0, 10, 20][7] 3\"}");
    }

    @Test
    void tasksThatTakeJsonReceiveTheWholeList() {
        assertThat(bench.run(new Tasks.Sum(), named("sum", results(Wire.Failures.NONE, false))))
                .isEqualTo("{\"v\":30}");
        assertThat(bench.run(new Relay(), named("relay", results(Wire.Failures.NONE, false))))
                .isEqualTo("{\"v\":[0,10,20]}");
        Invocation spread = new Invocation(
                named("x", new Wire.Value(json("1"))).run(),
                "w",
                "spread",
                List.of(),
                Calls.ENTERED,
                0,
                60,
                results(Wire.Failures.NONE, false),
                new Reply.Items(10, 500, 500));
        assertThat(bench.run(new Relay(), spread))
                .isEqualTo("{\"items\":[{\"v\":0},{\"v\":10},{\"v\":20}],\"count\":3}");
    }

    @Test
    void recordedAndReferredInputsAreReadWithoutATree() {
        assertThat(bench.run(new Tasks.Anything(), named("a", new Wire.Recorded("single", List.of()))))
                .isEqualTo("{\"v\":{\"a\":1}}");
        payloads.put("tile", "application/json", bytes("{'name': 'n', 'size': 1}"));
        assertThat(bench.run(new Tasks.Echo(), named("b", new Wire.Ref("tile", 1))))
                .isEqualTo("{\"v\":{\"name\":\"n\",\"size\":1}}");
        record("tile", List.of(), "{\"name\": \"r\", \"size\": 2}");
        assertThat(bench.run(new Tasks.Echo(), named("c", new Wire.Recorded("tile", List.of()))))
                .isEqualTo("{\"v\":{\"name\":\"r\",\"size\":2}}");
    }

    private static Wire.Results results(Wire.Failures failures, boolean whole) {
        return new Wire.Results("many", List.of(5L), 3, failures, whole);
    }

    private static Invocation named(String node, Wire input) {
        Invocation call = call(input, VALUE);
        return new Invocation(
                call.run(), call.workflow(), node, List.of(), call.entered(), 0, 60, call.input(), call.reply());
    }

    private void assertRead(String wire, String expected) {
        assertThat(reader.whole("run-1", Wire.parse(json(wire)))).isEqualTo(json(expected));
    }

    @Test
    void tooLargeListIsRefusedBeforeItIsRead() {
        payloads.put("as if large", "application/json", bytes("0"));
        for (long index = 0; index < 600; index++) {
            actions.put(ActionRecord.of(RecordKey.of("run-1", "tile", List.of(index)), ActionStatus.SUCCEEDED)
                    .attempts(1)
                    .order(1)
                    .result(new StoredResult.InStore("as if large", 1_000_000))
                    .build());
        }
        Wire list = Wire.parse(
                json("{'results': {'node': 'tile', 'path': '', 'count': 600, 'failures': 'none', 'whole': true}}"));

        assertThatThrownBy(() -> new WireReader(actions, payloads, Runnable::run, 100 << 20).whole("run-1", list))
                .isInstanceOf(UnreadableInput.class)
                .hasMessageContaining("`tile`")
                .hasMessageContaining("heap has 100 MB")
                .hasMessageContaining("Results<R> instead of List<R>");
    }

    private void read(String wire) {
        reader.whole("run-1", Wire.parse(json(wire)));
    }

    private void record(String node, List<Long> path, String result) {
        actions.put(ActionRecord.of(RecordKey.of("run-1", node, path), ActionStatus.SUCCEEDED)
                .attempts(1)
                .order(1)
                .result(new StoredResult.Inline(result))
                .build());
    }

    private static byte[] bytes(String json) {
        return json(json).toString().getBytes(StandardCharsets.UTF_8);
    }

    record DrawInput(
            String title,
            Results<Long> lazy,
            List<Long> whole,
            List<Results<Integer>> nested,
            Results<Outcome<Long>> outcomes) {}

    private static final class Draw implements Task<DrawInput, String> {
        @Override
        public String run(DrawInput input, TaskContext context) {
            return input.title() + " " + input.lazy().getClass().getSimpleName() + " "
                    + input.lazy().toList() + " " + input.whole() + " "
                    + input.nested().stream().map(r -> r.toList().toString()).collect(Collectors.joining()) + " "
                    + input.outcomes().stream().filter(Outcome::succeeded).count();
        }
    }
}
