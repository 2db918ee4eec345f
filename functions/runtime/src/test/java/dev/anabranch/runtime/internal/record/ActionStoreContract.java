package dev.anabranch.runtime.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests that every store of records must pass; subclasses provide the store. */
public abstract class ActionStoreContract {

    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Instant FINISHED = Instant.parse("2026-01-01T00:00:01.456Z");
    private static final RecordKey KEY = RecordKey.of("run-1", "Knoten ü #1", List.of(3L, 17L));
    private static final RecordedAttempt FIRST = new RecordedAttempt(1_000, BEGAN, "log-1");
    private static final RecordedAttempt SECOND = new RecordedAttempt(2_000, BEGAN.plusSeconds(9), "log-2");
    private static final StoredResult SMALL = new StoredResult.Inline("{\"a\":\"ü\"}");
    private static final StoredResult LARGE = new StoredResult.InStore("runs/run-1/x.json", 12_345_678_901L);

    private ActionStore store = newActionStore();

    /** Returns an empty store. */
    protected abstract ActionStore newActionStore();

    @BeforeEach
    void setUp() {
        store = newActionStore();
    }

    @Test
    void claimBeginsARecord() {
        assertThat(store.claim(KEY, FIRST)).isEqualTo(new Claim.Granted(1));
        assertThat(read())
                .isEqualTo(ActionRecord.of(KEY, ActionStatus.RUNNING)
                        .attempts(1)
                        .order(1_000)
                        .began(BEGAN)
                        .log("log-1")
                        .build());
    }

    @Test
    void resultIsStoredInTheRecordOrByItsKey() {
        store.claim(KEY, FIRST);
        assertThat(store.succeed(KEY, FIRST, FINISHED, SMALL)).isEqualTo(new Finish.Recorded());
        assertThat(read())
                .isEqualTo(ActionRecord.of(KEY, ActionStatus.SUCCEEDED)
                        .attempts(1)
                        .order(1_000)
                        .began(BEGAN)
                        .finished(FINISHED)
                        .result(SMALL)
                        .log("log-1")
                        .build());

        RecordKey other = RecordKey.of("run-1", "other", List.of());
        store.claim(other, FIRST);
        store.succeed(other, FIRST, FINISHED, LARGE);
        assertThat(store.read(other).orElseThrow().result()).isEqualTo(LARGE);
    }

    @Test
    void nextClaimRemovesTheFailure() {
        store.claim(KEY, FIRST);
        assertThat(store.fail(KEY, FIRST.numbered(1), FINISHED, "java.io.IOException", "", false))
                .isEqualTo(new Finish.Recorded());
        assertThat(read())
                .isEqualTo(ActionRecord.of(KEY, ActionStatus.FAILED)
                        .attempts(1)
                        .order(1_000)
                        .began(BEGAN)
                        .finished(FINISHED)
                        .log("log-1")
                        .failure("java.io.IOException", "")
                        .build());

        assertThat(store.claim(KEY, SECOND)).isEqualTo(new Claim.Granted(2));
        assertThat(read())
                .isEqualTo(ActionRecord.of(KEY, ActionStatus.RUNNING)
                        .attempts(2)
                        .order(2_000)
                        .began(SECOND.began())
                        .log("log-2")
                        .earlier(List.of(new EarlierAttempt(1, BEGAN, FINISHED, "java.io.IOException", "")))
                        .build());
    }

    /** Returns a retry, which begins some seconds after the first attempt. */
    private static RecordedAttempt retry(int number) {
        return new RecordedAttempt(1_000 + number, BEGAN.plusSeconds(10L * number), "log");
    }

    @Test
    void attemptsBeforeTheLatestOneStayInTheRecord() {
        store.claim(KEY, FIRST);
        store.fail(KEY, FIRST.numbered(1), FINISHED, "E", "x".repeat(500), false);
        // The function of the second attempt ends without an answer.
        store.claim(KEY, retry(1));
        store.claim(KEY, retry(2));
        store.fail(KEY, retry(2).numbered(3), BEGAN.plusSeconds(25), "F", "\ud83c\udf00".repeat(300), false);
        List<EarlierAttempt> three = List.of(
                new EarlierAttempt(1, BEGAN, FINISHED, "E", "x".repeat(199) + "\u2026"),
                new EarlierAttempt(2, retry(1).began(), null, null, null),
                new EarlierAttempt(
                        3, retry(2).began(), BEGAN.plusSeconds(25), "F", "\ud83c\udf00".repeat(199) + "\u2026"));

        assertThat(read().earlier()).isEqualTo(three.subList(0, 2));
        assertThat(read().message()).hasSize(600);

        store.claim(KEY, retry(3));
        assertThat(read().earlier()).isEqualTo(three);

        store.succeed(KEY, retry(3), BEGAN.plusSeconds(31), SMALL);
        assertThat(read().earlier()).isEqualTo(three);
        assertThat(store.readBlock(KEY.partition())).containsExactly(read());
    }

    @Test
    void repeatedDeliveryOfARetryKeepsTheFailureBeforeIt() {
        store.claim(KEY, FIRST);
        store.fail(KEY, FIRST.numbered(1), FINISHED, "E", "m", false);
        store.claim(KEY, retry(1));
        store.claim(KEY, retry(1));
        store.fail(KEY, retry(1).numbered(2), BEGAN.plusSeconds(11), "F", "n", false);

        store.claim(KEY, retry(2));

        assertThat(read().earlier())
                .extracting(EarlierAttempt::error)
                .filteredOn(error -> error != null)
                .startsWith("E")
                .endsWith("F");
    }

    @Test
    void attemptAfterManyRetriesKeepsTheNumbersOfTheFirstOnes() {
        store.claim(KEY, FIRST);
        store.fail(KEY, FIRST.numbered(1), FINISHED, "E", "m", false);
        for (int number = 1; number <= 14; number++) {
            store.claim(KEY, retry(number));
        }

        assertThat(read().attempts()).isEqualTo(15);
        assertThat(read().earlier().subList(0, 10))
                .extracting(EarlierAttempt::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(read().earlier().get(9).began()).isEqualTo(retry(9).began());
    }

    @Test
    void permanentFailureHasNoEarlierAttempt() {
        store.claim(KEY, FIRST);
        store.fail(KEY, FIRST.numbered(1), FINISHED, "E", "m", true);

        assertThat(read().earlier()).isEmpty();
    }

    @Test
    void sharedRecordHasTheEarlierAttemptsOfEachAction() {
        RecordKey first = RecordKey.of("run-1", "batch", List.of(500L));
        SharedRecord begun = ((SharedWrite.Written) store.claimShared(first, 2, FIRST)).record();
        SharedRecord failed = begun.merged(
                FIRST.order(),
                List.of(
                        sharedEnding(begun, FIRST, 0, ActionStatus.SUCCEEDED),
                        sharedEnding(begun, FIRST, 1, ActionStatus.FAILED)),
                FINISHED);
        store.save(failed);
        SharedRecord again = ((SharedWrite.Written) store.claimShared(first, 2, retry(1))).record();
        List<EarlierAttempt> one = List.of(new EarlierAttempt(1, BEGAN, FINISHED, "E", "m"));

        assertThat(again.actions()).extracting(ActionRecord::earlier).containsExactly(List.of(), one);

        store.save(again.merged(
                retry(1).order(), List.of(sharedEnding(again, retry(1), 1, ActionStatus.SUCCEEDED)), FINISHED));
        assertThat(store.readBlock(first.partition()))
                .extracting(ActionRecord::status, ActionRecord::earlier)
                .containsExactly(tuple(ActionStatus.SUCCEEDED, List.of()), tuple(ActionStatus.SUCCEEDED, one));
    }

    private static SharedRecord.Ending sharedEnding(
            SharedRecord record, RecordedAttempt attempt, int offset, ActionStatus status) {
        boolean failed = status == ActionStatus.FAILED;
        return new SharedRecord.Ending(
                offset,
                ActionRecord.of(
                                new RecordKey(record.key().partition(), RecordKey.sort(record.first() + offset)),
                                status)
                        .attempts(record.attempts())
                        .order(attempt.order())
                        .began(attempt.began())
                        .finished(FINISHED)
                        .result(failed ? null : SMALL)
                        .log(attempt.log())
                        .failure(failed ? "E" : null, failed ? "m" : null)
                        .build());
    }

    @Test
    void claimIsRefusedForLateAttemptsAndFinishedActions() {
        store.claim(KEY, SECOND);
        assertThat(store.claim(KEY, FIRST)).isEqualTo(new Claim.Refused(read()));
        store.fail(KEY, SECOND, FINISHED, "E", "m", true);
        assertThat(store.claim(KEY, FIRST)).isEqualTo(new Claim.Refused(read()));
        assertThat(store.claim(KEY, SECOND)).isEqualTo(new Claim.Granted(2));
        store.succeed(KEY, SECOND, FINISHED, SMALL);
        assertThat(store.claim(KEY, new RecordedAttempt(9_000, FINISHED, "log-9")))
                .isEqualTo(new Claim.Refused(read()));
        assertThat(read().result()).isEqualTo(SMALL);
    }

    @Test
    void firstResultOfAnyAttemptIsKept() {
        store.claim(KEY, FIRST);
        store.claim(KEY, SECOND);
        assertThat(store.succeed(KEY, FIRST, FINISHED, SMALL)).isEqualTo(new Finish.Recorded());
        assertThat(read().order()).isEqualTo(1_000);
        assertThat(read().log()).isEqualTo("log-1");

        assertThat(store.succeed(KEY, SECOND, FINISHED, LARGE)).isEqualTo(new Finish.Refused(read()));
        assertThat(store.fail(KEY, SECOND, FINISHED, "E", "m", true)).isEqualTo(new Finish.Refused(read()));
        assertThat(read().result()).isEqualTo(SMALL);
    }

    @Test
    void lateFailureChangesNothing() {
        store.claim(KEY, FIRST);
        store.claim(KEY, SECOND);

        assertThat(store.fail(KEY, FIRST, FINISHED, "E", "m", true)).isEqualTo(new Finish.Refused(read()));
        assertThat(read().status()).isEqualTo(ActionStatus.RUNNING);
    }

    @Test
    void finishWithoutARecordIsRefused() {
        assertThat(store.succeed(KEY, FIRST, FINISHED, SMALL)).isEqualTo(new Finish.Refused(null));
        assertThat(store.fail(KEY, FIRST, FINISHED, "E", "m", true)).isEqualTo(new Finish.Refused(null));
        assertThat(store.read(KEY)).isEmpty();
    }

    @Test
    void blockIsReadInOrderWithoutOtherBlocks() {
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
    void countsOfABlockEqualItsRecords() {
        LongStream.range(0, 9).forEach(index -> store.claim(RecordKey.of("run-1", "n", List.of(index)), FIRST));
        store.succeed(RecordKey.of("run-1", "n", List.of(3L)), FIRST, FINISHED, new StoredResult.Inline("1"));
        store.fail(RecordKey.of("run-1", "n", List.of(4L)), FIRST, FINISHED, "E", "m", true);
        store.fail(RecordKey.of("run-1", "n", List.of(5L)), FIRST, FINISHED, "E", "m", true);
        store.adopt(RecordKey.of("run-1", "n", List.of(9L)), FIRST, new StoredResult.Inline("1"));
        String block = RecordKey.block("run-1", "n", List.of(), 0);

        assertThat(store.countBlock(block).statuses())
                .isEqualTo(Map.of(
                        ActionStatus.RUNNING, 6,
                        ActionStatus.SUCCEEDED, 1,
                        ActionStatus.FAILED, 2,
                        ActionStatus.CACHED, 1));
        assertThat(store.countBlock(block)).isEqualTo(BlockCounts.of(store.readBlock(block)));
        assertThat(store.countBlock(block).millis()).isPositive();
        store.abort(block, FINISHED);
        assertThat(store.countBlock(block).statuses()).containsEntry(ActionStatus.ABORTED, 6);
        assertThat(store.countBlock("nowhere").statuses()).isEmpty();
    }

    @Test
    void failedActionsWithAttemptsLeftAreCountedApart() {
        LongStream.range(0, 4).forEach(index -> store.claim(RecordKey.of("run-1", "n", List.of(index)), FIRST));
        store.fail(RecordKey.of("run-1", "n", List.of(0L)), FIRST, FINISHED, "E", "m", false);
        store.fail(RecordKey.of("run-1", "n", List.of(1L)), FIRST, FINISHED, "E", "m", true);
        store.fail(RecordKey.of("run-1", "n", List.of(2L)), FIRST, FINISHED, "E", "m", false);
        store.claim(RecordKey.of("run-1", "n", List.of(2L)), SECOND);
        store.fail(RecordKey.of("run-1", "n", List.of(2L)), SECOND, FINISHED, "E", "m", false);

        BlockCounts counts = store.countBlock(RecordKey.block("run-1", "n", List.of(), 0));

        assertThat(counts.retryable()).containsOnlyKeys(1, 2);
        assertThat(counts.awaitingRetries(1)).isEqualTo(counts);
        assertThat(counts.awaitingRetries(2).statuses())
                .isEqualTo(Map.of(ActionStatus.RUNNING, 2, ActionStatus.FAILED, 2));
        assertThat(counts.awaitingRetries(3).statuses())
                .isEqualTo(Map.of(ActionStatus.RUNNING, 3, ActionStatus.FAILED, 1));
        assertThat(counts.awaitingRetries(3).millis())
                .isEqualTo(counts.millis()
                        - counts.retryable().values().stream()
                                .mapToLong(BlockCounts.Failures::millis)
                                .sum())
                .isPositive();
    }

    @Test
    void abortedActionHasReasonAndNoLateResult() {
        RecordKey one = RecordKey.of("run-1", "n", List.of(1L));
        RecordKey done = RecordKey.of("run-1", "n", List.of(2L));
        RecordKey other = RecordKey.of("run-1", "n", List.of(3L));
        List.of(one, done, other).forEach(key -> store.claim(key, FIRST));
        store.succeed(done, FIRST, FINISHED, new StoredResult.Inline("1"));

        assertThat(store.abort(one, FINISHED, "E", "`x` failed")).isTrue();
        assertThat(store.abort(one, FINISHED, "F", "`y` failed")).isFalse();
        assertThat(store.abort(RecordKey.of("run-1", "n", List.of(9L)), FINISHED, "E", "m"))
                .isFalse();
        assertThat(store.abort(one.partition(), FINISHED, "G", "`z` failed")).isEqualTo(1);

        store.succeed(one, FIRST, FINISHED, new StoredResult.Inline("1"));
        assertThat(store.readBlock(one.partition()))
                .extracting(ActionRecord::status, ActionRecord::error)
                .containsExactly(
                        tuple(ActionStatus.ABORTED, "E"),
                        tuple(ActionStatus.SUCCEEDED, null),
                        tuple(ActionStatus.ABORTED, "G"));
    }

    @Test
    void eachActionOfASharedRecordIsCounted() {
        SharedRecord claimed = claimed(FIRST);
        assertThat(store.countBlock(SHARED.partition()).statuses()).isEqualTo(Map.of(ActionStatus.RUNNING, 3));
        store.save(claimed.merged(
                FIRST.order(),
                List.of(
                        ending(claimed, 0, ActionStatus.SUCCEEDED, new StoredResult.Inline("1")),
                        ending(claimed, 2, ActionStatus.FAILED, SMALL)),
                FINISHED));

        assertThat(store.countBlock(SHARED.partition()).statuses())
                .isEqualTo(Map.of(ActionStatus.SUCCEEDED, 1, ActionStatus.RUNNING, 1, ActionStatus.FAILED, 1));
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
    void oneOfManyConcurrentClaimsWins() throws InterruptedException, ExecutionException {
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

    @Test
    void labelsStayInTheRecordWhateverItsEnd() {
        ItemLabels labels = new ItemLabels(List.of("Norway", "Oslo"));
        store.claim(KEY, FIRST.labelled(labels.text()));
        assertThat(read().labels()).isEqualTo(labels);

        store.fail(KEY, FIRST, FINISHED, "E", "why", false);
        assertThat(read().labels()).isEqualTo(labels);

        store.claim(KEY, SECOND.labelled(labels.text()));
        store.succeed(KEY, SECOND, FINISHED, SMALL);
        assertThat(read().labels()).isEqualTo(labels);

        RecordKey adopted = RecordKey.of("run-1", "adopted", List.of(1L));
        store.adopt(adopted, FIRST.labelled("Norway"), SMALL);
        assertThat(store.read(adopted).orElseThrow().labels()).isEqualTo(new ItemLabels(List.of("Norway")));
    }

    @Test
    void telemetryIsThatOfTheAttemptWhichWrote() {
        store.claim(KEY, FIRST);
        assertThat(store.update(KEY, FIRST.reporting(telemetry(1)))).isTrue();
        assertThat(read().telemetry()).isEqualTo(telemetry(1));

        store.claim(KEY, SECOND);
        assertThat(read().telemetry()).isEqualTo(Telemetry.NONE);
        assertThat(store.update(KEY, FIRST.reporting(telemetry(2)))).isFalse();
        store.fail(KEY, SECOND.reporting(telemetry(3)), FINISHED, "E", "m", false);
        assertThat(read().telemetry()).isEqualTo(telemetry(3));
        assertThat(store.update(KEY, SECOND.reporting(telemetry(4)))).isFalse();

        store.claim(KEY, SECOND);
        store.update(KEY, SECOND.reporting(telemetry(5)));
        store.succeed(KEY, FIRST, FINISHED, SMALL);
        assertThat(read().telemetry()).isEqualTo(Telemetry.NONE);

        RecordKey other = RecordKey.of("run-1", "other", List.of());
        store.claim(other, FIRST);
        store.succeed(other, FIRST.reporting(telemetry(6)), FINISHED, LARGE);
        assertThat(store.read(other).orElseThrow().telemetry()).isEqualTo(telemetry(6));

        RecordKey adopted = RecordKey.of("run-2", "other", List.of());
        store.adopt(adopted, FIRST.reporting(telemetry(6)), LARGE);
        assertThat(store.read(adopted).orElseThrow().telemetry()).isEqualTo(telemetry(6));
    }

    private static Telemetry telemetry(int number) {
        return new Telemetry(
                new Progress(number, Long.MAX_VALUE),
                Map.of(
                        "one",
                        Metric.of(number + 0.25),
                        "several",
                        new Metric(number + 1, -1.5e300, Double.MIN_VALUE, 9_007_199_254_740_992.0)),
                number % 2 == 0
                        ? new StoredResult.Inline("# Größe \"" + number + "\" 😀\n")
                        : new StoredResult.InStore("runs/run-1/results/n/1/report.md", number));
    }

    @Test
    void abortedActionKeepsItsTelemetry() {
        store.claim(KEY, FIRST);
        store.update(KEY, FIRST.reporting(telemetry(1)));

        store.abort(KEY.partition(), FINISHED);

        assertThat(read().telemetry()).isEqualTo(telemetry(1));
    }

    // ------------------------------------------------------------------------------------------------ shared records

    private static final RecordKey SHARED = RecordKey.of("run-1", "batched", List.of(3L, 250L));

    private SharedRecord claimed(RecordedAttempt attempt) {
        return ((SharedWrite.Written) store.claimShared(SHARED, 3, attempt)).record();
    }

    private static SharedRecord.Ending ending(SharedRecord of, int offset, ActionStatus status, StoredResult result) {
        boolean failed = status == ActionStatus.FAILED;
        return new SharedRecord.Ending(
                offset,
                ActionRecord.of(RecordKey.of("run-1", "batched", List.of(3L, 250L + offset)), status)
                        .attempts(of.attempts())
                        .order(of.order())
                        .began(BEGAN.plusMillis(7))
                        .finished(FINISHED)
                        .result(failed ? null : result)
                        .log(of.log())
                        .permanent(failed)
                        .failure(failed ? "java.io.IOException" : null, failed ? "Leitung ü \n\"tot\"" : null)
                        .build());
    }

    @Test
    void sharedClaimCreatesARecordForEachAction() {
        SharedRecord claimed = claimed(FIRST);

        assertThat(claimed.attempts()).isEqualTo(1);
        assertThat(store.readBlock(SHARED.partition())).hasSize(3).allSatisfy(record -> assertThat(record.status())
                .isEqualTo(ActionStatus.RUNNING));
        assertThat(store.read(RecordKey.of("run-1", "batched", List.of(3L, 252L))))
                .contains(ActionRecord.of(RecordKey.of("run-1", "batched", List.of(3L, 252L)), ActionStatus.RUNNING)
                        .attempts(1)
                        .order(1_000)
                        .began(BEGAN)
                        .log("log-1")
                        .build());
        assertThat(store.read(RecordKey.of("run-1", "batched", List.of(3L, 253L))))
                .isEmpty();
        assertThat(store.read(RecordKey.of("run-1", "batched", List.of(3L, 249L))))
                .isEmpty();
    }

    @Test
    void sharedRecordStoresTheEndOfEachAction() {
        SharedRecord claimed = claimed(FIRST);
        StoredResult part = new StoredResult.Part("runs/run-1/y.json", 5_000_000_000L, 17);
        List<SharedRecord.Ending> endings = List.of(
                ending(claimed, 0, ActionStatus.SUCCEEDED, SMALL),
                ending(claimed, 1, ActionStatus.FAILED, SMALL),
                ending(claimed, 2, ActionStatus.CACHED, part));

        SharedRecord saved =
                ((SharedWrite.Written) store.save(claimed.merged(FIRST.order(), endings, FINISHED))).record();

        assertThat(saved.endings()).isEqualTo(endings);
        assertThat(saved.status()).isEqualTo(ActionStatus.FAILED);
        assertThat(saved.finished()).isEqualTo(FINISHED);
        assertThat(store.readBlock(SHARED.partition()))
                .containsExactlyElementsOf(
                        endings.stream().map(SharedRecord.Ending::record).toList());
        assertThat(claimed(SECOND).endings()).isEqualTo(endings);
    }

    @Test
    void sharedRecordHasTheTelemetryOfEachAction() {
        SharedRecord claimed = claimed(FIRST);
        StoredResult part = new StoredResult.Part("runs/run-1/y.json", 5_000_000_000L, 17);
        List<SharedRecord.Ending> endings = List.of(
                reporting(ending(claimed, 0, ActionStatus.SUCCEEDED, SMALL), 1),
                reporting(ending(claimed, 1, ActionStatus.FAILED, SMALL), 3),
                reporting(ending(claimed, 2, ActionStatus.SUCCEEDED, part), 5));

        store.save(claimed.merged(FIRST.order(), endings, FINISHED));

        assertThat(store.readBlock(SHARED.partition()))
                .containsExactlyElementsOf(
                        endings.stream().map(SharedRecord.Ending::record).toList());
    }

    private static SharedRecord.Ending reporting(SharedRecord.Ending ending, int number) {
        ActionRecord record = ending.record();
        return new SharedRecord.Ending(
                ending.offset(),
                ActionRecord.of(record.key(), record.status())
                        .attempts(record.attempts())
                        .order(record.order())
                        .began(record.began())
                        .finished(record.finished())
                        .result(record.result())
                        .log(record.log())
                        .permanent(record.permanent())
                        .failure(record.error(), record.message())
                        .telemetry(telemetry(number))
                        .build());
    }

    @Test
    void sharedRecordFitsWithAllMetricsOfAllActions() {
        SharedRecord claimed = ((SharedWrite.Written) store.claimShared(SHARED, 250, FIRST)).record();
        Random random = new Random(7);
        List<SharedRecord.Ending> endings = new ArrayList<>();
        for (int offset = 0; offset < 250; offset++) {
            Map<String, Metric> metrics = new HashMap<>();
            for (int i = 0; i < Telemetry.MOST_METRICS; i++) {
                metrics.put(
                        "metric-with-a-name-of-forty-characters-" + (char) ('a' + i),
                        new Metric(
                                random.nextInt(2, Integer.MAX_VALUE),
                                random.nextDouble(),
                                random.nextDouble(),
                                random.nextDouble()));
            }
            ActionRecord record =
                    ending(claimed, offset, ActionStatus.FAILED, SMALL).record();
            endings.add(new SharedRecord.Ending(
                    offset,
                    ActionRecord.of(record.key(), record.status())
                            .attempts(record.attempts())
                            .order(record.order())
                            .began(record.began())
                            .finished(record.finished())
                            .permanent(true)
                            .failure("java.io.IOException", "x".repeat(1_000))
                            .telemetry(new Telemetry(null, metrics, null))
                            .build()));
        }

        store.save(claimed.merged(FIRST.order(), endings, FINISHED));

        assertThat(store.readBlock(SHARED.partition()))
                .extracting(ActionRecord::telemetry)
                .containsExactlyElementsOf(endings.stream()
                        .map(ending -> ending.record().telemetry())
                        .toList());
    }

    @Test
    void sharedRecordHasTheLabelOfEachAction() {
        List<ItemLabels> labels = IntStream.range(0, 250)
                .mapToObj(offset -> offset == 7 ? ItemLabels.NONE : new ItemLabels(List.of("", "ü " + offset)))
                .toList();
        SharedRecord claimed = ((SharedWrite.Written)
                        store.claimShared(SHARED, 250, FIRST.labelled(ItemLabels.text(labels))))
                .record();

        store.save(claimed.merged(FIRST.order(), List.of(ending(claimed, 2, ActionStatus.SUCCEEDED, SMALL)), FINISHED));

        assertThat(store.readBlock(SHARED.partition()))
                .extracting(ActionRecord::labels)
                .isEqualTo(labels);
        assertThat(store.read(RecordKey.of("run-1", "batched", List.of(3L, 252L)))
                        .orElseThrow()
                        .labels()
                        .name())
                .isEqualTo("ü 2");
    }

    @Test
    void sharedRecordOfManyActionsIsStoredCompletely() {
        SharedRecord claimed = ((SharedWrite.Written) store.claimShared(SHARED, 250, FIRST)).record();
        List<SharedRecord.Ending> endings = IntStream.range(0, 250)
                .mapToObj(offset -> ending(
                        claimed, offset, ActionStatus.SUCCEEDED, new StoredResult.Inline("{\"ü\":" + offset + "}")))
                .toList();

        store.save(claimed.merged(FIRST.order(), endings, FINISHED));

        assertThat(store.readBlock(SHARED.partition()))
                .containsExactlyElementsOf(
                        endings.stream().map(SharedRecord.Ending::record).toList());
        assertThat(store.read(RecordKey.of("run-1", "batched", List.of(3L, 499L)))
                        .orElseThrow()
                        .result())
                .isEqualTo(new StoredResult.Inline("{\"ü\":249}"));
    }

    @Test
    void sharedRecordIsReplacedOnlyInTheVersionThatWasRead() {
        SharedRecord first = claimed(FIRST);
        SharedRecord second = claimed(SECOND);
        SharedRecord late =
                first.merged(FIRST.order(), List.of(ending(first, 0, ActionStatus.SUCCEEDED, SMALL)), FINISHED);

        assertThat(store.save(late)).isEqualTo(new SharedWrite.Refused(second));

        SharedRecord merged =
                second.merged(FIRST.order(), List.of(ending(first, 0, ActionStatus.SUCCEEDED, SMALL)), FINISHED);
        SharedRecord saved = ((SharedWrite.Written) store.save(merged)).record();
        assertThat(saved.status()).isEqualTo(ActionStatus.RUNNING);
        assertThat(saved.order()).isEqualTo(SECOND.order());
        assertThat(store.save(merged)).isEqualTo(new SharedWrite.Refused(saved));
    }

    @Test
    void sharedClaimIsRefusedForLateAttemptsAndFinishedActions() {
        SharedRecord second = claimed(SECOND);
        assertThat(store.claimShared(SHARED, 3, FIRST)).isEqualTo(new SharedWrite.Refused(second));

        List<SharedRecord.Ending> endings = IntStream.range(0, 3)
                .mapToObj(offset -> ending(second, offset, ActionStatus.SUCCEEDED, SMALL))
                .toList();
        SharedRecord finished =
                ((SharedWrite.Written) store.save(second.merged(SECOND.order(), endings, FINISHED))).record();
        assertThat(finished.status()).isEqualTo(ActionStatus.SUCCEEDED);
        assertThat(store.claimShared(SHARED, 3, new RecordedAttempt(9_000, FINISHED, "log-9")))
                .isEqualTo(new SharedWrite.Refused(finished));
        assertThat(store.save(finished)).isEqualTo(new SharedWrite.Refused(finished));
    }

    @Test
    void sharedSaveWithoutARecordIsRefused() {
        SharedRecord nowhere = new SharedRecord(
                SHARED, 3, ActionStatus.RUNNING, 1, 1_000, 1, BEGAN, null, null, null, "log-1", List.of());
        assertThat(store.save(nowhere)).isEqualTo(new SharedWrite.Refused(null));
        assertThat(store.readBlock(SHARED.partition())).isEmpty();
    }

    private ActionRecord read() {
        return store.read(KEY).orElseThrow();
    }
}
