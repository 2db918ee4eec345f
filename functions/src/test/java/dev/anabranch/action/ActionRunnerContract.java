package dev.anabranch.action;

import static dev.anabranch.action.Calls.NOTHING;
import static dev.anabranch.action.Calls.VALUE;
import static dev.anabranch.action.Calls.call;
import static dev.anabranch.action.Calls.json;
import static dev.anabranch.action.Calls.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.wire.ActionStatus;
import dev.anabranch.wire.Invocation;
import dev.anabranch.wire.RecordKey;
import dev.anabranch.wire.Reply;
import dev.anabranch.wire.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runner does over any pair of stores; derive a test class for each pair. */
public abstract class ActionRunnerContract {

    private ActionStore actions;
    private PayloadStore payloads;
    private Bench bench;

    /** An empty store of records. */
    protected abstract ActionStore newActionStore();

    /** An empty store of payloads. */
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
                .isEqualTo(new ActionRecord(
                        bench.record(call).key(),
                        ActionStatus.SUCCEEDED,
                        1,
                        call.attemptOrder(),
                        Bench.NOW,
                        Bench.NOW,
                        null,
                        null,
                        new StoredResult.Inline("42"),
                        "log-1"));
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
    void runsAgainAfterAFailureAndWipesItsError() {
        Invocation call = call("21", VALUE);
        assertThatThrownBy(() -> bench.run(new Tasks.Failing(new IllegalStateException("no")), call))
                .isInstanceOf(TaskFailed.class);
        assertThat(bench.record(call).error()).isEqualTo("java.lang.IllegalStateException");

        assertThat(bench.run(new Tasks.Doubling(), retry(call, 1))).isEqualTo("{\"v\":42}");
        assertThat(bench.record(call).attempts()).isEqualTo(2);
        assertThat(bench.record(call).error()).isNull();
    }

    @Test
    void refusesAnAttemptThatALaterOneHasOvertaken() {
        Invocation call = call("21", VALUE);
        actions.claim(keyOf(call), new Attempt(retry(call, 1).attemptOrder(), Bench.NOW, "log-2"));

        assertThatThrownBy(() -> bench.run(new Tasks.Doubling(), call))
                .isInstanceOf(Superseded.class)
                .hasMessageContaining("node `classify`");
        assertThat(bench.record(call).order()).isEqualTo(retry(call, 1).attemptOrder());
    }

    @Test
    void keepsALargeResultInThePayloadStoreAndAnswersWithAReference() {
        Invocation call = call("20000", new Reply.Single(400));
        String answer = bench.run(new Tasks.Letters(), call);

        Wire.Ref ref = (Wire.Ref) Wire.parse(json(answer));
        assertThat(ref.size()).isEqualTo(20_002);
        assertThat(payloads.get(ref.key())).hasSize(20_002);
        assertThat(bench.record(call).result()).isEqualTo(new StoredResult.InStore(ref.key(), 20_002));
        assertThat(bench.run(new Tasks.Letters(), call)).isEqualTo(answer);
    }

    @Test
    void answersNothingWhereNobodyWantsIt() {
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
}
