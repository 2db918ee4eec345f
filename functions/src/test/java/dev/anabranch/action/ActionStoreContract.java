package dev.anabranch.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.wire.ActionStatus;
import dev.anabranch.wire.RecordKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of records promises; derive a test class for each. */
public abstract class ActionStoreContract {

    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Instant FINISHED = Instant.parse("2026-01-01T00:00:01.456Z");
    private static final RecordKey KEY = RecordKey.of("run-1", "Knoten ü #1", List.of(3L, 17L));
    private static final Attempt FIRST = new Attempt(1_000, BEGAN, "log-1");
    private static final Attempt SECOND = new Attempt(2_000, BEGAN.plusSeconds(9), "log-2");
    private static final StoredResult SMALL = new StoredResult.Inline("{\"a\":\"ü\"}");
    private static final StoredResult LARGE = new StoredResult.InStore("runs/run-1/x.json", 12_345_678_901L);

    private ActionStore store = newActionStore();

    /** An empty store. */
    protected abstract ActionStore newActionStore();

    @BeforeEach
    void setUp() {
        store = newActionStore();
    }

    @Test
    void claimBeginsARecord() {
        assertThat(store.claim(KEY, FIRST)).isEqualTo(new Claim.Granted(1));
        assertThat(read())
                .isEqualTo(
                        new ActionRecord(KEY, ActionStatus.RUNNING, 1, 1_000, BEGAN, null, null, null, null, "log-1"));
    }

    @Test
    void resultIsKeptInTheRecordOrByItsKey() {
        store.claim(KEY, FIRST);
        assertThat(store.succeed(KEY, FIRST, FINISHED, SMALL)).isEqualTo(new Finish.Recorded());
        assertThat(read())
                .isEqualTo(new ActionRecord(
                        KEY, ActionStatus.SUCCEEDED, 1, 1_000, BEGAN, FINISHED, null, null, SMALL, "log-1"));

        RecordKey other = RecordKey.of("run-1", "other", List.of());
        store.claim(other, FIRST);
        store.succeed(other, FIRST, FINISHED, LARGE);
        assertThat(store.read(other).orElseThrow().result()).isEqualTo(LARGE);
    }

    @Test
    void failureIsWipedByTheNextClaim() {
        store.claim(KEY, FIRST);
        assertThat(store.fail(KEY, FIRST, FINISHED, "java.io.IOException", "")).isEqualTo(new Finish.Recorded());
        assertThat(read())
                .isEqualTo(new ActionRecord(
                        KEY, ActionStatus.FAILED, 1, 1_000, BEGAN, FINISHED, "java.io.IOException", "", null, "log-1"));

        assertThat(store.claim(KEY, SECOND)).isEqualTo(new Claim.Granted(2));
        assertThat(read())
                .isEqualTo(new ActionRecord(
                        KEY, ActionStatus.RUNNING, 2, 2_000, SECOND.began(), null, null, null, null, "log-2"));
    }

    @Test
    void claimIsRefusedToTheLateAndOfTheFinished() {
        store.claim(KEY, SECOND);
        assertThat(store.claim(KEY, FIRST)).isEqualTo(new Claim.Refused(read()));
        store.fail(KEY, SECOND, FINISHED, "E", "m");
        assertThat(store.claim(KEY, FIRST)).isEqualTo(new Claim.Refused(read()));
        assertThat(store.claim(KEY, SECOND)).isEqualTo(new Claim.Granted(2));
        store.succeed(KEY, SECOND, FINISHED, SMALL);
        assertThat(store.claim(KEY, new Attempt(9_000, FINISHED, "log-9"))).isEqualTo(new Claim.Refused(read()));
        assertThat(read().result()).isEqualTo(SMALL);
    }

    @Test
    void firstResultStaysWhoeverBringsIt() {
        store.claim(KEY, FIRST);
        store.claim(KEY, SECOND);
        assertThat(store.succeed(KEY, FIRST, FINISHED, SMALL)).isEqualTo(new Finish.Recorded());
        assertThat(read().order()).isEqualTo(1_000);
        assertThat(read().log()).isEqualTo("log-1");

        assertThat(store.succeed(KEY, SECOND, FINISHED, LARGE)).isEqualTo(new Finish.Refused(read()));
        assertThat(store.fail(KEY, SECOND, FINISHED, "E", "m")).isEqualTo(new Finish.Refused(read()));
        assertThat(read().result()).isEqualTo(SMALL);
    }

    @Test
    void lateFailureTouchesNothing() {
        store.claim(KEY, FIRST);
        store.claim(KEY, SECOND);

        assertThat(store.fail(KEY, FIRST, FINISHED, "E", "m")).isEqualTo(new Finish.Refused(read()));
        assertThat(read().status()).isEqualTo(ActionStatus.RUNNING);
    }

    @Test
    void finishWithoutARecordIsRefusedAndMakesNone() {
        assertThat(store.succeed(KEY, FIRST, FINISHED, SMALL)).isEqualTo(new Finish.Refused(null));
        assertThat(store.fail(KEY, FIRST, FINISHED, "E", "m")).isEqualTo(new Finish.Refused(null));
        assertThat(store.read(KEY)).isEmpty();
    }

    @Test
    void blockIsReadInOrderAndAlone() {
        LongStream.of(249, 3, 17, 0, 250, 100)
                .forEach(index -> store.claim(RecordKey.of("run-1", "n", List.of(5L, index)), FIRST));
        store.claim(RecordKey.of("run-1", "n", List.of(6L, 1L)), FIRST);
        store.claim(RecordKey.of("run-1", "n", List.of(1L)), FIRST);

        assertThat(store.readBlock(RecordKey.block("run-1", "n", List.of(5L), 0)))
                .extracting(record -> record.key().sort())
                .containsExactly("0000000000", "0000000003", "0000000017", "0000000100", "0000000249");
        assertThat(store.readBlock("nowhere")).isEmpty();
    }

    @Test
    void blockOfLargeRecordsIsReadWhole() {
        StoredResult eightKilobytes = new StoredResult.Inline("\"" + "x".repeat(8_000) + "\"");
        LongStream.range(0, RecordKey.BLOCK).forEach(index -> {
            RecordKey key = RecordKey.of("run-1", "n", List.of(index));
            store.claim(key, FIRST);
            store.succeed(key, FIRST, FINISHED, eightKilobytes);
        });

        assertThat(store.readBlock(RecordKey.block("run-1", "n", List.of(), 0)))
                .hasSize(RecordKey.BLOCK)
                .allSatisfy(record -> assertThat(record.result()).isEqualTo(eightKilobytes));
    }

    @Test
    void oneOfManyAtOnceWins() throws InterruptedException, ExecutionException {
        int rivals = 8;
        store.claim(KEY, FIRST);
        CountDownLatch start = new CountDownLatch(rivals);
        ExecutorService executor = Executors.newFixedThreadPool(rivals);
        try {
            List<Future<Finish>> finishes = IntStream.range(0, rivals)
                    .mapToObj(rival -> executor.submit(() -> {
                        start.countDown();
                        start.await();
                        return store.succeed(KEY, FIRST, FINISHED, new StoredResult.Inline(String.valueOf(rival)));
                    }))
                    .toList();
            int recorded = 0;
            for (Future<Finish> finish : finishes) {
                if (finish.get() instanceof Finish.Recorded) {
                    recorded++;
                } else {
                    assertThat(finish.get()).isEqualTo(new Finish.Refused(read()));
                }
            }
            assertThat(recorded).isEqualTo(1);
        } finally {
            executor.shutdownNow();
        }
    }

    private ActionRecord read() {
        return store.read(KEY).orElseThrow();
    }
}
