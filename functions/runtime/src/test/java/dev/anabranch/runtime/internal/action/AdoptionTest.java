package dev.anabranch.runtime.internal.action;

import static dev.anabranch.runtime.internal.action.Calls.NOTHING;
import static dev.anabranch.runtime.internal.action.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.AdoptionPlan;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.PathSet;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.task.Blob;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions of a rerun adopt the results of an earlier run, and what its actions have reported. */
final class AdoptionTest {

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private final List<Integer> computed = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path scratch;

    private final class Repeat implements Task<Integer, String> {
        @Override
        public String run(Integer input, TaskContext context) {
            computed.add(input);
            return Integer.toString(input).repeat(6_000);
        }
    }

    private static final class Draw implements Task<Integer, Blob> {
        @Override
        public Blob run(Integer input, TaskContext context) throws IOException {
            throw new IOException("Not adopted.");
        }
    }

    private void run(Task<?, ?> task, ObjectNode json) {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        ActionRunner.of(task, new Bench(actions, payloads, Runnable::run, scratch).host())
                .handle(bytes, Bench.DELIVERY);
    }

    private static ObjectNode rerun(Invocation call) {
        ObjectNode json = call.toJson();
        json.set("run", new RunRef("run-2", false, true).toJson());
        return json;
    }

    private static ObjectNode rerunOfABatch(int items) {
        ObjectNode json = rerun(call("1", NOTHING));
        json.putObject("input").put("item", true);
        json.put("threads", 1);
        ArrayNode batch = json.putArray("batch");
        for (int item = 0; item < items; item++) {
            batch.addObject().put("index", item).putObject("item").put("v", item);
        }
        return json;
    }

    /** Stores the plan of a rerun that computes one item. */
    private void plan(long item) {
        PathSet paths = new PathSet();
        paths.add(List.of(item));
        AdoptionPlan plan = new AdoptionPlan("run-1", Map.of("classify", paths), Map.of(), Set.of(), false);
        byte[] json = plan.toJson().toString().getBytes(StandardCharsets.UTF_8);
        payloads.put(PayloadKeys.adoption("run-2"), "application/json", json);
    }

    private void succeeded(long item, String result, String report) {
        actions.put(ActionRecord.of(RecordKey.of("run-1", "classify", List.of(item)), ActionStatus.SUCCEEDED)
                .attempts(1)
                .order(1_000)
                .began(Bench.NOW)
                .finished(Bench.NOW)
                .result(new StoredResult.Inline(result))
                .telemetry(Telemetry.NONE.withReport(new StoredResult.Inline(report)))
                .build());
    }

    private ActionRecord adopted(long item) {
        return actions.read(RecordKey.of("run-2", "classify", List.of(item))).orElseThrow();
    }

    private String text(StoredResult stored) throws IOException {
        try (InputStream in = payloads.open(stored)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static StoredResult report(ActionRecord record) {
        return Objects.requireNonNull(record.telemetry().report());
    }

    @Test
    void batchAdoptsResultsAndReportsThatDoNotFitIntoItsRecordIntoObjects() throws IOException {
        for (int item = 0; item < 250; item++) {
            succeeded(item, '"' + "r".repeat(6_000) + item + '"', "# Report\n" + "m".repeat(6_000) + item);
        }
        plan(0);
        int before = payloads.puts();

        run(new Repeat(), rerunOfABatch(250));

        assertThat(computed).containsExactly(0);
        assertThat(adopted(0).status()).isEqualTo(ActionStatus.SUCCEEDED);
        for (int item = 1; item < 250; item++) {
            ActionRecord record = adopted(item);
            assertThat(record.status()).isEqualTo(ActionStatus.CACHED);
            StoredResult result = record.stored().orElseThrow();
            assertThat(result).isInstanceOf(StoredResult.Part.class);
            assertThat(text(result)).isEqualTo('"' + "r".repeat(6_000) + item + '"');
            assertThat(report(record))
                    .isEqualTo(new StoredResult.InStore(
                            PayloadKeys.report(
                                    "run-2",
                                    "classify",
                                    List.of((long) item),
                                    call("1", NOTHING).attemptOrder()),
                            9 + 6_000 + Integer.toString(item).length()));
            assertThat(text(report(record))).endsWith("m" + item);
        }
        assertThat(payloads.puts() - before).isEqualTo(1 + 249);
    }

    @Test
    void batchAdoptsSmallResultsIntoItsRecord() {
        succeeded(0, "\"a\"", "none");
        succeeded(1, "\"b\"", "none");
        plan(7);

        run(new Repeat(), rerunOfABatch(2));

        assertThat(adopted(0).stored()).contains(new StoredResult.Inline("\"a\""));
        assertThat(adopted(1).stored()).contains(new StoredResult.Inline("\"b\""));
    }

    @Test
    void fileOfAResultThatTheReportShowsIsCopiedOnce() throws IOException {
        String file = PayloadKeys.file("run-1", "classify", List.of(3L), "a.png");
        String other = PayloadKeys.file("run-1", "classify", List.of(3L), "b.png");
        String copy = PayloadKeys.file("run-2", "classify", List.of(3L), "a.png");
        payloads.put(file, "image/png", new byte[] {1});
        payloads.put(other, "image/png", new byte[] {2});
        succeeded(
                3,
                "{\"name\":\"a.png\",\"mediaType\":\"image/png\",\"size\":1,\"key\":\"" + file + "\"}",
                "![a](a.png) ![b](b.png)");
        plan(0);
        int before = payloads.puts();

        run(new Draw(), rerun(Calls.at(call("1", NOTHING), 3L)));

        assertThat(payloads.puts() - before).isEqualTo(2);
        assertThat(payloads.get(copy)).containsExactly(1);
        assertThat(payloads.get(PayloadKeys.file("run-2", "classify", List.of(3L), "b.png")))
                .containsExactly(2);
        assertThat(text(adopted(3).stored().orElseThrow())).contains(copy);
        assertThat(report(adopted(3))).isEqualTo(new StoredResult.Inline("![a](a.png) ![b](b.png)"));
    }
}
