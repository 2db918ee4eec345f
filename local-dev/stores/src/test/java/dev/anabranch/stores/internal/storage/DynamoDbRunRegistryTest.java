package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.NodeCounts;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runs.internal.store.DynamoDbRunRegistry;
import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DynamoDbRunRegistryTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Instant ENDED = STARTED.plusSeconds(5);

    private final List<String> bill = new ArrayList<>();
    private final Storage storage = Storage.inMemory();
    private DynamoDbRunRegistry registry;

    @BeforeEach
    void open() {
        StoreMeter meter = new StoreMeter() {
            @Override
            public void dynamoDb(String operation, double read, double write) {
                bill.add(operation + " " + read + " " + write);
            }

            @Override
            public void s3(String operation, long bytes) {}
        };
        EmbeddedDynamoDb table = new EmbeddedDynamoDb(storage, InstantSource.fixed(STARTED), meter, StoreFaults.NONE);
        table.createTable(TableSchema.create("records"));
        registry = new DynamoDbRunRegistry(table, "records", Duration.ofDays(30));
        bill.clear();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static RunRecord run(String id, String workflow, int second) {
        return RunRecord.of(id, workflow, STARTED.plusSeconds(second), "g".repeat(64), "r".repeat(64))
                .input(new StoredResult.Inline("{\"n\":1}"))
                .build();
    }

    private static RunTally tally(long running, long succeeded, long failed, long cached, long aborted) {
        return new RunTally(
                List.of(
                        new NodeCounts("one", true, 1, 0, 1, 0, 0, 0, 12),
                        new NodeCounts("\"each\"", false, 99, running, succeeded, failed, cached, aborted, 345)),
                0,
                false,
                false);
    }

    @Test
    void whatIsRecordedIsReadBack() {
        RunRecord large = RunRecord.of("run-1", "sums", STARTED, "g".repeat(64), "r".repeat(64))
                .input(new StoredResult.InStore("runs/run-1/input.json", 12_345_678_901L))
                .source("run-0")
                .idempotencyKey("key-1")
                .parent(new RunParent("run-2", "sums", "3"))
                .noCache(true)
                .build();

        assertThat(registry.create(large)).isTrue();

        assertThat(registry.read("run-1")).contains(large);
        assertThat(registry.read("run-2")).isEmpty();
    }

    @Test
    void theFirstOfAnIdAndTheFirstEndStay() {
        RunRecord first = run("run-1", "sums", 0);
        registry.create(first);
        assertThat(registry.create(run("run-1", "others", 9))).isFalse();
        RunEnd end = new RunEnd(
                RunStatus.FAILED, ENDED, null, new RunError("classify", "3.17", "java.io.IOException", "disk full"));

        assertThat(registry.end("run-1", end)).isTrue();
        assertThat(registry.end("run-1", new RunEnd(RunStatus.SUCCEEDED, ENDED, new StoredResult.Inline("{}"), null)))
                .isFalse();
        assertThat(registry.end("run-2", end)).isFalse();

        assertThat(registry.read("run-1")).contains(first.ended(end));
        assertThat(registry.read("run-2")).isEmpty();
    }

    @Test
    void countsAreKeptOnceOfARunThatHasEndedAndForgottenOnDemand() {
        RunTally counts = tally(1, 2, 3, 4, 5);
        RunTally others = tally(0, 1, 0, 0, 0);
        registry.create(run("run-1", "sums", 0));
        registry.keep("run-1", counts);
        assertThat(registry.read("run-1").orElseThrow().counts()).isNull();
        registry.end("run-1", new RunEnd(RunStatus.SUCCEEDED, ENDED, new StoredResult.Inline("{}"), null));

        registry.keep("run-1", counts);
        registry.keep("run-1", others);
        assertThat(registry.read("run-1").orElseThrow().counts()).isEqualTo(counts);
        assertThat(registry.list(RunQuery.latest(1)).items().get(0).counts()).isNull();

        registry.forgetCounts("run-1");
        registry.forgetCounts("run-1");
        registry.keep("run-1", others);
        assertThat(registry.read("run-1").orElseThrow().counts()).isEqualTo(others);

        registry.keep("run-2", counts);
        registry.forgetCounts("run-2");
        assertThat(registry.read("run-2")).isEmpty();
    }

    @Test
    void aRunCostsWhatIsDocumented() {
        registry.create(run("run-1", "sums", 0));
        registry.end("run-1", new RunEnd(RunStatus.SUCCEEDED, ENDED, new StoredResult.Inline("{\"v\":1}"), null));
        registry.keep("run-1", tally(1, 2, 3, 4, 5));
        registry.read("run-1");
        registry.list(RunQuery.latest(10));

        assertThat(bill)
                .containsExactly(
                        "PutItem 0.0 3.0",
                        "UpdateItem 0.0 3.0",
                        "UpdateItem 0.0 1.0",
                        "GetItem 1.0 0.0",
                        "Query 0.5 0.0");
    }

    @Test
    void runsAreListedLatestFirstPageByPage() {
        for (int i = 0; i < 25; i++) {
            registry.create(run("run-" + i, i % 5 == 0 ? "fives" : "others", i));
        }

        assertThat(ids(RunQuery.latest(10)))
                .hasSize(25)
                .startsWith("run-24", "run-23")
                .endsWith("run-0");
        assertThat(ids(RunQuery.latest(2).of("fives"))).containsExactly("run-20", "run-15", "run-10", "run-5", "run-0");
        assertThat(ids(RunQuery.latest(2).of("nothing"))).isEmpty();
        registry.delete("run-20");
        assertThat(ids(RunQuery.latest(100).of("fives"))).containsExactly("run-15", "run-10", "run-5", "run-0");
    }

    @Test
    void runsOfATimeAreListedPageByPage() {
        for (int i = 0; i < 9; i++) {
            registry.create(run("run-" + i, "sums", i));
        }
        RunQuery some =
                new RunQuery(Optional.of("sums"), Optional.empty(), 2, STARTED.plusSeconds(3), STARTED.plusSeconds(6));
        RunQuery none = new RunQuery(Optional.empty(), Optional.empty(), 2, STARTED.plusSeconds(1), STARTED);

        assertThat(ids(some)).containsExactly("run-6", "run-5", "run-4", "run-3");
        assertThat(ids(none)).isEmpty();
        assertThat(ids(some.after(registry.after(run("run-5", "sums", 5))))).containsExactly("run-4", "run-3");
    }

    private List<String> ids(RunQuery query) {
        List<String> ids = new ArrayList<>();
        for (Optional<RunQuery> next = Optional.of(query); next.isPresent(); ) {
            RunPage<RunRecord> page = registry.list(next.get());
            assertThat(page.items()).hasSizeLessThanOrEqualTo(query.limit());
            page.items().forEach(run -> ids.add(run.id()));
            next = page.next().map(query::after);
        }
        return ids;
    }

    @Test
    void aCursorOfSomethingElseIsRefused() {
        assertThatThrownBy(() -> registry.list(RunQuery.latest(1).after("bm9uZQ")))
                .isInstanceOf(RunRefused.class)
                .hasMessageContaining("cursor");
    }
}
