package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.NoticeMachine;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The state machine that makes events of the records of waits. */
@SuppressWarnings("try") // A hold acts by being open.
final class NoticeMachineTest {

    private static final String TABLE = "anabranch";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Waits at the top level and for each item of each row. */
    public static final class Waits implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> rows) {
            flow.await("top", Long.class).prompt(rows);
            flow.callback(Start.class, rows, Long.class);
            flow.map(flow.call(World.Count.class, rows), row -> flow.map(
                                    flow.call(World.Cut.class, row), item -> flow.await("inner wait", Long.class))
                            .label()
                            .toList())
                    .label();
            return rows;
        }
    }

    /** Starts nothing. */
    public static final class Start implements Task<Long, Long> {
        @Override
        public Long run(Long rows, TaskContext context) {
            return rows;
        }
    }

    @Test
    void recordsOfWaitsBecomeEventsWithoutTokens(@TempDir Path scratch) throws IOException {
        try (RunsCloud cloud = new RunsCloud(scratch)) {
            cloud.deploy(new Waits());
            JsonNode events;
            try (EngineClock.Hold hold = cloud.hold()) {
                cloud.runs().start(RunRequest.of("waits", LongNode.valueOf(2)).named("one"));
                ArrayNode records = JSON.createArrayNode();
                records.add(streamed(cloud, RecordKey.of("one", "top", List.of())));
                records.add(streamed(cloud, RecordKey.of("one", "start", List.of())));
                records.add(streamed(cloud, RecordKey.of("one", "inner wait", List.of(1L, 3L))));
                events = enriched(cloud, records);
                cloud.runs().cancel("one");
            }

            assertThat(events.toString())
                    .isEqualTo(
                            "[{\"workflow\":\"waits\",\"run\":\"one\",\"node\":\"top\",\"path\":\"\",\"label\":\"\","
                                    + "\"kind\":\"answer\",\"prompt\":true,\"signal\":\"/runs/one/signals/top\","
                                    + "\"since\":\"2026-01-01T00:00:00.000Z\",\"until\":\"2026-01-08T00:00:00.000Z\"},"
                                    + "{\"workflow\":\"waits\",\"run\":\"one\",\"node\":\"start\",\"path\":\"\",\"label\":\"\","
                                    + "\"kind\":\"callback\",\"prompt\":false,\"signal\":\"/runs/one/signals/start\","
                                    + "\"since\":\"2026-01-01T00:00:00.000Z\",\"until\":\"2026-01-08T00:00:00.000Z\"},"
                                    + "{\"workflow\":\"waits\",\"run\":\"one\",\"node\":\"inner wait\",\"path\":\"1.3\","
                                    + "\"label\":\"1 / 103\",\"kind\":\"answer\",\"prompt\":false,"
                                    + "\"signal\":\"/runs/one/signals/inner%20wait\",\"since\":\"2026-01-01T00:00:00.000Z\",\"until\":\"2026-01-08T00:00:00.000Z\"}]");
        }
    }

    /** Returns what a pipe passes to the machine for the new image of a record. */
    private static JsonNode streamed(RunsCloud cloud, RecordKey key) {
        Map<String, AttributeValue> image = cloud.cloud()
                .dynamoDb()
                .getItem(request -> request.tableName(TABLE)
                        .key(Map.of(
                                RecordField.PARTITION, AttributeValue.fromS(key.partition()),
                                RecordField.SORT, AttributeValue.fromS(key.sort()))))
                .item();
        assertThat(image)
                .containsKeys(
                        RecordField.TOKEN,
                        RecordField.AWAITED,
                        RecordField.LABELS,
                        RecordField.BEGAN,
                        RecordField.UNTIL);
        var record = JSON.createObjectNode();
        var keys = record.putObject("keys");
        keys.putObject("pk").put("S", key.partition());
        keys.putObject("sk").put("S", key.sort());
        record.putObject("awaited")
                .put("S", Objects.requireNonNull(image.get(RecordField.AWAITED)).s());
        record.putObject("labels")
                .put("S", Objects.requireNonNull(image.get(RecordField.LABELS)).s());
        record.putObject("since")
                .put("N", Objects.requireNonNull(image.get(RecordField.BEGAN)).n());
        record.putObject("until")
                .put("N", Objects.requireNonNull(image.get(RecordField.UNTIL)).n());
        return record;
    }

    private static JsonNode enriched(RunsCloud cloud, ArrayNode records) throws IOException {
        String definition = NoticeMachine.definition().replace(NoticeMachine.TABLE, TABLE);
        var engine = cloud.cloud().engine();
        var machine = engine.createStateMachine(
                "notices", definition, StateMachineType.EXPRESS, "arn:aws:iam::000000000000:role/notices");
        var execution = engine.startExecution(machine, "e1", records.toString());
        return JSON.readTree(Objects.requireNonNull(
                        engine.completion(execution.spec().arn()).join().output())
                .toString());
    }
}
