package dev.anabranch.runtime.internal.action;

import static dev.anabranch.runtime.internal.action.Calls.NOTHING;
import static dev.anabranch.runtime.internal.action.Calls.VALUE;
import static dev.anabranch.runtime.internal.action.Calls.call;
import static dev.anabranch.runtime.internal.action.Calls.json;
import static dev.anabranch.runtime.internal.action.Calls.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.action.Superseded;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.runtime.internal.fanin.WireReader;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.reuse.CacheKey;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.CacheSettings;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests that a runner must pass over any pair of stores; subclasses provide the stores. */
public abstract class ActionRunnerContract {

    private ActionStore actions;
    private PayloadStore payloads;
    private Bench bench;

    /** Returns an empty store of records. */
    protected abstract ActionStore newActionStore();

    /** Returns an empty store of payloads. */
    protected abstract PayloadStore newPayloadStore();

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        actions = newActionStore();
        payloads = newPayloadStore();
        bench = new Bench(actions, payloads, Runnable::run, scratch);
    }

    @Test
    void answersWithTheResultAndRecordsIt() {
        Invocation call = call("21", VALUE);

        assertThat(bench.run(new Tasks.Doubling(), call)).isEqualTo("{\"v\":42}");

        assertThat(bench.record(call))
                .isEqualTo(ActionRecord.of(bench.record(call).key(), ActionStatus.SUCCEEDED)
                        .attempts(1)
                        .order(call.attemptOrder())
                        .began(Bench.NOW)
                        .finished(Bench.NOW)
                        .result(new StoredResult.Inline("42"))
                        .log("log-1")
                        .build());
    }

    @Test
    void answersADuplicateOfAFinishedActionFromItsRecord() {
        Tasks.Doubling task = new Tasks.Doubling();
        Invocation call = call("21", VALUE);
        bench.run(task, call);

        assertThat(bench.run(task, call)).isEqualTo("{\"v\":42}");
        assertThat(task.runs()).isEqualTo(1);
        assertThat(bench.record(call).attempts()).isEqualTo(1);
    }

    @Test
    void retryAfterAFailureRemovesItsError() {
        Invocation call = call("21", VALUE);
        assertThatThrownBy(() -> bench.run(new Tasks.Failing(new IllegalStateException("no")), call))
                .isInstanceOf(TaskFailed.class);
        assertThat(bench.record(call).error()).isEqualTo("java.lang.IllegalStateException");

        assertThat(bench.run(new Tasks.Doubling(), retry(call, 1))).isEqualTo("{\"v\":42}");
        assertThat(bench.record(call).attempts()).isEqualTo(2);
        assertThat(bench.record(call).error()).isNull();
    }

    @Test
    void refusesASupersededAttempt() {
        Invocation call = call("21", VALUE);
        actions.claim(keyOf(call), new RecordedAttempt(retry(call, 1).attemptOrder(), Bench.NOW, "log-2"));

        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), call))
                .isInstanceOf(Superseded.class)
                .hasMessageContaining("node `classify`");
        assertThat(bench.record(call).order()).isEqualTo(retry(call, 1).attemptOrder());
    }

    @Test
    void storesALargeResultAndAnswersWithAReference() {
        Invocation call = call("20000", new Reply.Single(400));
        String answer = bench.run(new Tasks.Letters(), call);

        Wire.Ref ref = (Wire.Ref) Wire.parse(json(answer));
        assertThat(ref.size()).isEqualTo(20_002);
        assertThat(payloads.get(ref.key())).hasSize(20_002);
        assertThat(bench.record(call).result()).isEqualTo(new StoredResult.InStore(ref.key(), 20_002));
        assertThat(bench.run(new Tasks.Letters(), call)).isEqualTo(answer);
    }

    @Test
    void replyOfKindNothingIsEmpty() {
        Invocation call = call("21", NOTHING);

        assertThat(bench.run(new Tasks.Doubling(), call)).isEqualTo("{}");
        assertThat(bench.record(call).result()).isEqualTo(new StoredResult.Inline("42"));
    }

    @Test
    void readsAFanInInOrderAcrossBlocks() {
        int count = 601;
        IntStream.range(0, count).forEach(i -> bench.run(new Tasks.Doubling(), item(i)));
        Wire results = new Wire.Results("classify", List.of(), count, Wire.Failures.NONE, false);

        assertThat(bench.run(new Tasks.Sum(), sumOf(results))).isEqualTo("{\"v\":" + count * (count - 1) + "}");
        assertThat(new WireReader(actions, payloads, Runnable::run)
                        .whole("run-1", results)
                        .get(600)
                        .intValue())
                .isEqualTo(1_200);
    }

    @Test
    void recordsNamesAndTextsOfAnyScript() {
        Invocation plain = call("{'name': 'Ærø 地図 🗺', 'size': 3}", VALUE);
        Invocation call = new Invocation(
                plain.run(),
                plain.workflow(),
                "färbe 色 #1",
                List.of(7L),
                plain.entered(),
                0,
                60,
                plain.input(),
                new Reply.Single(400));

        assertThat(bench.run(new Tasks.Echo(), call)).isEqualTo("{\"v\":{\"name\":\"Ærø 地図 🗺\",\"size\":3}}");
        assertThat(bench.run(new Tasks.Echo(), call)).isEqualTo("{\"v\":{\"name\":\"Ærø 地図 🗺\",\"size\":3}}");
    }

    private static RecordKey keyOf(Invocation call) {
        return RecordKey.of(call.run().id(), call.node(), call.path());
    }

    private static Invocation item(int index) {
        return Calls.at(call(String.valueOf(index), NOTHING), (long) index);
    }

    private static Invocation sumOf(Wire results) {
        Invocation call = call(results, VALUE);
        return new Invocation(
                call.run(), call.workflow(), "sum", List.of(), call.entered(), 0, 60, call.input(), call.reply());
    }

    @Test
    void reusesACachedResultForAnyOrderOfFields() {
        Tasks.Counting task = new Tasks.Counting();
        bench.run(task, cached(0, "{\"a\":1,\"b\":[2.0]}", "1"));

        String answer = bench.run(task, cached(7, "{\"b\":[2],\"a\":1.0}", "1"));

        assertThat(task.calls()).isEqualTo(1);
        assertThat(answer).isEqualTo("{\"v\":1}");
        ActionRecord record = bench.record(cached(7, "{}", "1"));
        assertThat(record.status()).isEqualTo(ActionStatus.CACHED);
        assertThat(record.stored()).contains(new StoredResult.Inline("1"));
    }

    @Test
    void anotherVersionOrInputIsNotReused() {
        Tasks.Counting task = new Tasks.Counting();
        bench.run(task, cached(0, "{\"a\":1}", "1"));

        bench.run(task, cached(1, "{\"a\":1}", "2"));
        bench.run(task, cached(2, "{\"a\":\"1\"}", "1"));

        assertThat(task.calls()).isEqualTo(3);
    }

    @Test
    void failureIsNotCached() {
        Tasks.Failing task = new Tasks.Failing(new IllegalStateException("down"));

        assertThatThrownBy(() -> bench.run(task, cached(0, "1", "1"))).isInstanceOf(TaskFailed.class);
        assertThatThrownBy(() -> bench.run(task, cached(1, "1", "1"))).isInstanceOf(TaskFailed.class);
    }

    @Test
    void largeCachedResultIsStoredOutsideItsRun() {
        Tasks.Growing task = new Tasks.Growing();
        bench.run(task, cached(0, "\"large\"", "1"));
        payloads.delete(payloads.list("runs/").map(PayloadStore.Payload::key).toList());

        bench.run(task, cached(1, "\"large\"", "1"));

        assertThat(task.calls()).isEqualTo(1);
        assertThat(bench.record(cached(1, "0", "1")).stored().orElseThrow())
                .isInstanceOfSatisfying(StoredResult.InStore.class, stored -> assertThat(stored.key())
                        .startsWith("cache/"));
    }

    @Test
    void missingCachedPayloadIsComputedAgain() {
        Tasks.Growing task = new Tasks.Growing();
        bench.run(task, cached(0, "\"large\"", "1"));
        payloads.delete(payloads.list("cache/").map(PayloadStore.Payload::key).toList());

        bench.run(task, cached(1, "\"large\"", "1"));

        assertThat(task.calls()).isEqualTo(2);
    }

    @Test
    void runWithoutCacheReusesNothingButStoresItsResults() {
        Tasks.Counting task = new Tasks.Counting();
        bench.run(task, cached(0, "5", "1"));

        bench.run(task, cached(new RunRef("run-1", true, false), 1, "5", "1"));
        bench.run(task, cached(2, "5", "1"));

        assertThat(task.calls()).isEqualTo(2);
        assertThat(bench.record(cached(2, "5", "1")).stored()).contains(new StoredResult.Inline("2"));
    }

    @Test
    void expiredResultIsComputedAgain() {
        Tasks.Counting task = new Tasks.Counting();
        Instant past = Bench.NOW.minusSeconds(1);
        String key = CacheKey.of(Tasks.Counting.class.getName(), "1", new IntNode(5), () -> false);
        actions.keep(key, new StoredResult.Inline("99"), past);

        bench.run(task, cached(0, "5", "1"));

        assertThat(task.calls()).isEqualTo(1);
    }

    private static Invocation cached(long index, String input, String version) {
        return cached(new RunRef("run-1"), index, input, version);
    }

    private static Invocation cached(RunRef run, long index, String input, String version) {
        Invocation plain = call(input, VALUE);
        return new Invocation(
                run,
                plain.workflow(),
                plain.node(),
                List.of(index),
                plain.entered(),
                0,
                plain.timeoutSeconds(),
                plain.input(),
                plain.reply(),
                Optional.of(new CacheSettings(version, 0)));
    }
}
