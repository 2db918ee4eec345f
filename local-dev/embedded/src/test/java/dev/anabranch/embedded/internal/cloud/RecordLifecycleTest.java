package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.examples.squareall.SquareAll;
import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import dev.anabranch.translate.internal.emit.Definition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Derives the life of an action's record from the conditional writes of the runtime and of an emitted state machine,
 * and compares it with the state diagram in ARCHITECTURE.md.
 */
final class RecordLifecycleTest {

    private static final Path PAGE = Path.of("..", "..", "ARCHITECTURE.md");
    private static final Pattern DIAGRAM = Pattern.compile("```mermaid\nstateDiagram-v2\n(.*?)```", Pattern.DOTALL);
    private static final Pattern EDGE = Pattern.compile("(\\S+) --> (\\S+)(?: : (.+))?");

    /** Mermaid's name of the state before the first and after the last. */
    private static final String OUTSIDE = "[*]";

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RecordKey KEY = RecordKey.of("run-1", "square", List.of(3L));
    private static final RecordedAttempt FIRST = new RecordedAttempt(1_000, NOW, "log-1");
    private static final RecordedAttempt LATER = new RecordedAttempt(2_000, NOW, "log-2");
    private static final StoredResult RESULT = new StoredResult.Inline("9");

    /** Writes that lead to a record of each status. */
    private static final Map<String, BiConsumer<DynamoDbActionStore, RecordedAttempt>> BEGINNINGS = Map.of(
            OUTSIDE,
            (store, attempt) -> {},
            "RUNNING",
            (store, attempt) -> store.claim(KEY, attempt),
            "SUCCEEDED",
            (store, attempt) -> {
                store.claim(KEY, attempt);
                store.succeed(KEY, attempt, NOW, RESULT);
            },
            "FAILED",
            (store, attempt) -> {
                store.claim(KEY, attempt);
                store.fail(KEY, attempt, NOW, "E", "m", false);
            },
            "CACHED",
            (store, attempt) -> store.adopt(KEY, attempt, RESULT),
            "ABORTED",
            (store, attempt) -> {
                store.claim(KEY, attempt);
                store.abort(KEY.partition(), NOW);
            });

    @Test
    void diagramShowsEveryTransitionThatAConditionalWriteAllows() throws IOException {
        Set<String> derived = new TreeSet<>();
        Set<String> left = new HashSet<>();
        List<Write> writes = writes();
        BEGINNINGS.forEach((before, beginning) -> {
            for (Write write : writes) {
                Table table = new Table();
                beginning.accept(table.store, FIRST);
                assertThat(table.status()).isEqualTo(before);
                Map<String, AttributeValue> item = table.item();
                write.into().accept(table);
                if (!table.item().equals(item)) {
                    derived.add(before + " --> " + table.status() + " : " + write.name());
                    left.add(before);
                }
            }
        });
        Arrays.stream(ActionStatus.values())
                .map(ActionStatus::name)
                .filter(status -> !left.contains(status))
                .forEach(last -> derived.add(last + " --> " + OUTSIDE));

        assertThat(drawn()).containsExactlyElementsOf(derived);
    }

    @Test
    void everyStatusIsTestedAsTheCurrentOne() {
        assertThat(BEGINNINGS.keySet())
                .containsAll(Arrays.stream(ActionStatus.values())
                        .map(ActionStatus::name)
                        .toList());
    }

    /** The edges of the diagram, one for each write that it names. */
    private static Set<String> drawn() throws IOException {
        String diagram = DIAGRAM.matcher(Files.readString(PAGE))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        Set<String> edges = new TreeSet<>();
        EDGE.matcher(diagram).results().forEach(edge -> {
            String ends = edge.group(1) + " --> " + edge.group(2);
            if (edge.group(3) == null) {
                edges.add(ends);
            } else {
                Arrays.stream(edge.group(3).split(", ")).forEach(write -> edges.add(ends + " : " + write));
            }
        });
        return edges;
    }

    private static List<Write> writes() throws IOException {
        JsonNode machine = new ObjectMapper()
                .readTree(Definition.of(new SquareAll()).translate().definition());
        JsonNode item =
                machine.path("States").path("map square").path("ItemProcessor").path("States");
        return List.of(
                new Write("claim", table -> table.store.claim(KEY, LATER)),
                new Write("adopt", table -> table.store.adopt(KEY, LATER, RESULT)),
                new Write("succeed", table -> table.store.succeed(KEY, FIRST, NOW, RESULT)),
                new Write("fail", table -> table.store.fail(KEY, FIRST, NOW, "E", "m", false)),
                new Write("abort", table -> table.store.abort(KEY.partition(), NOW)),
                new Write("record failure", table -> table.update(item.path("record failure 2"))),
                new Write("miss", table -> table.update(item.path("miss square"))));
    }

    /**
     * A write to the record of {@link #KEY}.
     *
     * @param name what the diagram calls it
     */
    private record Write(String name, Consumer<Table> into) {}

    /** A table with at most one record. */
    private static final class Table {

        private final EmbeddedDynamoDb client =
                new EmbeddedDynamoDb(Storage.inMemory(), InstantSource.fixed(NOW), StoreMeter.NONE, StoreFaults.NONE);
        private final DynamoDbActionStore store;

        Table() {
            client.createTable(TableSchema.create("records"));
            store = new DynamoDbActionStore(client, "records", DynamoDbActionStore.RETENTION);
        }

        /**
         * Makes the update of a state of the machine, with the record's key and with values in place of its
         * expressions.
         */
        void update(JsonNode state) {
            JsonNode arguments = state.path("Arguments");
            Map<String, AttributeValue> values = new HashMap<>();
            arguments.path("ExpressionAttributeValues").properties().forEach(value -> {
                JsonNode text = value.getValue().path("S");
                AttributeValue constant = text.asText().startsWith("{%")
                        ? AttributeValue.fromS("x")
                        : AttributeValue.fromS(text.asText());
                values.put(
                        value.getKey(),
                        value.getValue().has("N") ? AttributeValue.fromN("1767225600000999") : constant);
            });
            try {
                client.updateItem(request -> request.tableName("records")
                        .key(key())
                        .updateExpression(arguments.path("UpdateExpression").asText())
                        .conditionExpression(
                                arguments.path("ConditionExpression").asText())
                        .expressionAttributeValues(values));
            } catch (ConditionalCheckFailedException e) {
                return; // The state machine catches it and continues.
            }
        }

        Map<String, AttributeValue> item() {
            return new LinkedHashMap<>(client.getItem(
                            request -> request.tableName("records").key(key()).consistentRead(true))
                    .item());
        }

        String status() {
            return store.read(KEY)
                    .map(ActionRecord::status)
                    .map(ActionStatus::name)
                    .orElse(OUTSIDE);
        }

        private static Map<String, AttributeValue> key() {
            return Map.of("pk", AttributeValue.fromS(KEY.partition()), "sk", AttributeValue.fromS(KEY.sort()));
        }
    }
}
