package dev.anabranch.runtime.internal.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.Aborted;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.Superseded;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.SharedRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.MalformedInvocation;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches: records are shared, and completed work is not repeated. */
final class BatchRunnerTest {

    private static final Delivery DELIVERY = Bench.DELIVERY;

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    /** The jobs that the timer has not run yet. */
    private final List<Runnable> ticks = new ArrayList<>();

    private Instant now = Bench.NOW;
    private ActionHost host = ActionHost.builder()
            .actions(actions)
            .payloads(payloads)
            .clock(() -> now)
            .executor(Runnable::run)
            .log(line -> {})
            .scratch(Path.of(""))
            .build();

    /** Handles each item as the test says, and records it. */
    private static final class Scripted implements Task<Integer, String> {
        private final List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        private final List<Duration> left = Collections.synchronizedList(new ArrayList<>());
        private final Set<Integer> failing = ConcurrentHashMap.newKeySet();
        private final Set<Integer> hopeless = ConcurrentHashMap.newKeySet();
        private final Set<Integer> deadly = ConcurrentHashMap.newKeySet();
        private Runnable each = () -> {};
        private int length = 1;

        @Override
        public String run(Integer input, TaskContext context) {
            ran.add(input);
            left.add(context.timeLeft());
            each.run();
            if (deadly.contains(input)) {
                throw new OutOfMemoryError("Java heap space");
            }
            if (hopeless.contains(input)) {
                throw new PermanentFailure("never " + input);
            }
            if (failing.contains(input)) {
                throw new IllegalStateException("not now, " + input);
            }
            return String.valueOf(input).repeat(length);
        }
    }

    private final Scripted task = new Scripted();

    @BeforeEach
    void setUp(@TempDir Path scratch) {
        host = ActionHost.builder()
                .actions(actions)
                .payloads(payloads)
                .clock(() -> now)
                .timer((delay, job) -> {
                    ticks.add(job);
                    return () -> ticks.remove(job);
                })
                .executor(Runnable::run)
                .log(line -> {})
                .scratch(scratch)
                .observer(new ActionObserver() {
                    @Override
                    public void finished(String node, List<Long> path, ActionStatus status) {
                        events.add(path + " " + status);
                    }
                })
                .build();
    }

    @Test
    void wholeBatchHasOneRecordAndTwoWrites() {
        assertThat(run(0, 0, 100)).isEqualTo("{}");

        assertThat(actions.writes()).isEqualTo(2);
        assertThat(actions.reads()).isZero();
        assertThat(payloads.payloads()).isEmpty();
        assertThat(record(42))
                .isEqualTo(ActionRecord.of(key(42), ActionStatus.SUCCEEDED)
                        .attempts(1)
                        .order(Calls.ENTERED.toEpochMilli() * 1_000)
                        .began(now)
                        .finished(now)
                        .result(new StoredResult.Inline("\"42\""))
                        .log("log-1")
                        .build());
        assertThat(events).hasSize(100).startsWith("[0] SUCCEEDED", "[1] SUCCEEDED");
    }

    @Test
    void batchOverTheEndOfABlockHasTwoRecords() {
        run(0, 240, 20);

        assertThat(actions.writes()).isEqualTo(4);
        assertThat(shared(240).width()).isEqualTo(10);
        assertThat(shared(250).width()).isEqualTo(10);
        assertThat(actions.readBlock(RecordKey.block("run-1", "classify", List.of(), 1)))
                .extracting(record -> record.key().sort())
                .startsWith("0000000250")
                .endsWith("0000000259");
    }

    @Test
    void largeResultsShareAnObjectAndVeryLargeOnesDoNot() {
        task.length = 1_000;
        run(0, 0, 20);

        assertThat(payloads.payloads()).hasSize(1);
        StoredResult.Part part = (StoredResult.Part) stored(7);
        assertThat(part.size()).isEqualTo(1_002);
        assertThat(read(stored(7))).isEqualTo("\"" + "7".repeat(1_000) + "\"");
        assertThat(payloads.text(part.key()))
                .startsWith("[\"0")
                .contains("\",\"")
                .endsWith("\"]");

        task.length = PendingResults.MAX_SHARED_OBJECT_RESULT_BYTES;
        run(0, 100, 2);

        assertThat(stored(101)).isInstanceOf(StoredResult.InStore.class);
        assertThat(read(stored(101))).hasSize(3 * PendingResults.MAX_SHARED_OBJECT_RESULT_BYTES + 2);
    }

    @Test
    void failingItemDoesNotFailTheOthers() {
        task.failing.add(3);

        assertThatThrownBy(() -> run(0, 0, 5))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("node `classify`[3]")
                .hasMessageContaining("not now, 3");

        assertThat(statuses(0, 5)).containsExactly("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED", "SUCCEEDED");
        assertThat(record(3).errorName()).isEqualTo(IllegalStateException.class.getName());
        assertThat(shared(0).status()).isEqualTo(ActionStatus.FAILED);
    }

    @Test
    void retrySkipsSucceededAndPermanentlyFailedItems() {
        task.failing.add(3);
        task.hopeless.add(1);
        assertThatThrownBy(() -> run(0, 0, 5)).isInstanceOf(TaskFailed.class);
        task.ran.clear();
        task.failing.clear();

        assertThatThrownBy(() -> run(1, 0, 5)).isInstanceOf(TaskRejected.class).hasMessageContaining("never 1");

        assertThat(task.ran).containsExactly(3);
        assertThat(statuses(0, 5)).containsExactly("SUCCEEDED", "FAILED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED");
        assertThat(List.of(record(0).attempts(), record(1).attempts(), record(3).attempts()))
                .containsExactly(1, 1, 2);
    }

    @Test
    void newEntryOfTheStateRetriesPermanentFailures() {
        task.hopeless.add(1);
        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(TaskRejected.class);
        task.ran.clear();
        task.hopeless.clear();

        assertThat(handle(batch(0, 0, 3, 1)
                        .put("entered", Calls.ENTERED.plusSeconds(60).toString())))
                .isEqualTo("{}");

        assertThat(task.ran).containsExactly(1);
        assertThat(statuses(0, 3)).containsOnly("SUCCEEDED");
    }

    @Test
    void duplicateOfAFinishedBatchRunsNothing() {
        run(0, 0, 5);
        task.ran.clear();

        assertThat(run(0, 0, 5)).isEqualTo("{}");

        assertThat(task.ran).isEmpty();
        assertThat(actions.writes()).isEqualTo(3);
    }

    @Test
    void duplicateOfAFailedBatchReturnsItsFailure() {
        task.failing.add(2);
        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(TaskFailed.class);
        task.ran.clear();

        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(TaskFailed.class).hasMessageContaining("not now, 2");

        assertThat(task.ran).isEmpty();
        assertThat(statuses(0, 3)).containsExactly("SUCCEEDED", "SUCCEEDED", "FAILED");
    }

    @Test
    void duplicateDoesNotPreventTheRetryOfAFailedBatch() {
        task.failing.add(2);
        task.hopeless.add(1);
        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(TaskFailed.class);
        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(TaskFailed.class).hasMessageContaining("`classify`[2]");
        task.failing.clear();
        task.ran.clear();

        assertThatThrownBy(() -> run(1, 0, 3)).isInstanceOf(TaskRejected.class).hasMessageContaining("`classify`[1]");

        assertThat(task.ran).containsExactly(2);
        assertThat(statuses(0, 3)).containsExactly("SUCCEEDED", "FAILED", "SUCCEEDED");
    }

    @Test
    void duplicateOfAPermanentlyFailedBatchIsNotRetried() {
        task.hopeless.add(1);
        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(TaskRejected.class);

        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(TaskRejected.class).hasMessageContaining("never 1");
    }

    @Test
    void duplicateOfABatchWithAStoreFailureIsRetriedAsStoreUnavailable() {
        task.each = () -> {
            throw new StoreException("The store is away.", null);
        };
        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(StoreUnavailable.class);

        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void firstResultOfEachItemCounts() {
        task.length = 2;
        task.failing.add(1);
        actions.beforeFinish(() -> {
            task.length = 1;
            task.failing.clear();
            run(1, 0, 3);
        });

        assertThat(run(0, 0, 3)).isEqualTo("{}");

        assertThat(record(0).stored()).contains(new StoredResult.Inline("\"0\""));
        assertThat(statuses(0, 3)).containsOnly("SUCCEEDED");
    }

    @Test
    void lateAttemptAddsItsResultsToTheRunningAttempt() {
        task.failing.add(2);
        actions.beforeFinish(() -> actions.claimShared(key(0), 3, new RecordedAttempt(order(1), now, "log-2")));

        assertThatThrownBy(() -> run(0, 0, 3)).isInstanceOf(Superseded.class).hasMessageContaining("later attempt");

        assertThat(statuses(0, 3)).containsExactly("SUCCEEDED", "SUCCEEDED", "RUNNING");
        assertThat(record(2).attempts()).isEqualTo(2);
        assertThat(record(0).log()).isEqualTo("log-1");
    }

    @Test
    void checkpointsPreserveResultsOfACrashedProcess() {
        task.each = () -> now = now.plusSeconds(4);
        task.deadly.add(8);
        task.hopeless.add(1);
        task.failing.add(2);

        assertThatThrownBy(() -> run(0, 0, 10)).isInstanceOf(OutOfMemoryError.class);
        assertThat(statuses(0, 10)).startsWith("SUCCEEDED", "FAILED", "FAILED").endsWith("RUNNING", "RUNNING");

        dies("Anabranch.OutOfMemory");
        assertThat(statuses(0, 10)).startsWith("SUCCEEDED").endsWith("FAILED", "FAILED");
        assertThat(record(9).errorName()).isEqualTo("Anabranch.OutOfMemory");
        assertThat(record(1).errorMessage()).isEqualTo("never 1");
        assertThat(record(2).errorMessage()).isEqualTo("not now, 2");

        task.ran.clear();
        task.deadly.clear();
        task.hopeless.clear();
        task.failing.clear();
        handle(batch(0, 0, 10, 1).put("entered", now.plusSeconds(60).toString()));
        assertThat(task.ran).containsExactly(1, 2, 8, 9);
        assertThat(record(9).attempts()).isEqualTo(2);
    }

    @Test
    void resultsAreWrittenBeforeTheTimeout() {
        task.each = () -> now = now.plusSeconds(1);
        int writes = 0;
        handle(batch(0, 0, 8, 1).put("timeout", 9));
        assertThat(task.left).contains(Duration.ofSeconds(9), Duration.ofSeconds(2));
        assertThat(actions.writes()).isGreaterThan(writes + 2);
    }

    @Test
    void itemsOfACallWithAShorterTimeoutThanItsFunctionFailAfterIt() {
        task.each = () -> now = now.plusSeconds(2);

        assertThatThrownBy(() -> handle(batch(0, 0, 5, 1).put("timeout", 5)))
                .isInstanceOf(TaskFailed.class)
                .hasMessageContaining("timeout of 5 s");
        assertThat(statuses(0, 5)).containsExactly("SUCCEEDED", "SUCCEEDED", "FAILED", "FAILED", "FAILED");
        assertThat(record(2).errorName()).isEqualTo("Anabranch.Timeout");
        assertThat(record(4).errorName()).isEqualTo("Anabranch.Timeout");
        assertThat(task.ran).containsExactly(0, 1, 2);

        task.ran.clear();
        task.each = () -> {};
        handle(batch(1, 0, 5, 1).put("timeout", 5));
        assertThat(task.ran).containsExactly(2, 3, 4);
        assertThat(statuses(0, 5)).containsOnly("SUCCEEDED");
    }

    @Test
    void shortBatchesHaveNoCheckpoints() {
        task.each = () -> now = now.plusMillis(90);
        run(0, 0, 100);
        assertThat(actions.writes()).isEqualTo(2);
    }

    @Test
    void threadsRunItemsInParallel() throws InterruptedException {
        ExecutorService workers = Executors.newCachedThreadPool();
        try {
            CountDownLatch together = new CountDownLatch(3);
            Task<Integer, Integer> meeting = new Meeting(together);
            ActionHost parallel = ActionHost.builder()
                    .actions(actions)
                    .payloads(payloads)
                    .clock(() -> now)
                    .executor(Runnable::run)
                    .workers(workers)
                    .log(line -> {})
                    .scratch(Path.of("."))
                    .build();

            ActionRunner.of(meeting, parallel).handle(bytes(batch(0, 0, 30, 3)), DELIVERY);

            assertThat(statuses(0, 30)).containsOnly("SUCCEEDED");
            assertThat(record(29).stored()).contains(new StoredResult.Inline("29"));
            assertThat(actions.writes()).isEqualTo(2);
        } finally {
            workers.shutdownNow();
        }
    }

    /** Completes when three items run in parallel. */
    public static final class Meeting implements Task<Integer, Integer> {
        private final CountDownLatch together;

        Meeting(CountDownLatch together) {
            this.together = together;
        }

        @Override
        public Integer run(Integer input, TaskContext context) throws InterruptedException {
            together.countDown();
            assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
            return input;
        }
    }

    @Test
    void itemThatDoesNotReturnKeepsTheResultsOfTheOthers() {
        List<String> meanwhile = new ArrayList<>();
        task.each = () -> {
            if (task.ran.size() == 4) {
                tickAfter(BatchRunner.CHECKPOINT);
                meanwhile.addAll(statuses(0, 4));
                dies("Anabranch.Timeout");
            }
        };

        assertThatThrownBy(() -> run(0, 0, 4)).isInstanceOf(TaskRejected.class);

        assertThat(meanwhile).containsExactly("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "RUNNING");
        assertThat(statuses(0, 4)).containsExactly("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED");
    }

    @Test
    void timerOfABatchStopsWithItsWork() {
        run(0, 0, 4);
        int writes = actions.writes();

        tickAfter(BatchRunner.CHECKPOINT);

        assertThat(ticks).isEmpty();
        assertThat(actions.writes()).isEqualTo(writes);
    }

    @Test
    void errorOfACheckpointBesideAnItemStopsTheBatch() {
        task.each = () -> {
            if (task.ran.size() == 2) {
                actions.beforeFinish(() -> actions.written(aborted(shared(0))));
                tickAfter(BatchRunner.CHECKPOINT);
            }
        };

        assertThatThrownBy(() -> run(0, 0, 5)).isInstanceOf(Aborted.class);

        assertThat(task.ran).containsExactly(0, 1);
        assertThat(ticks).isEmpty();
    }

    /** Lets the timer look once, after this time. */
    private void tickAfter(Duration time) {
        now = now.plus(time);
        List<Runnable> due = List.copyOf(ticks);
        ticks.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void cancelledBatchStopsAtTheNextCheckpoint() {
        task.each = () -> now = now.plusSeconds(11);
        actions.beforeFinish(() -> actions.written(aborted(shared(0))));

        assertThatThrownBy(() -> run(0, 0, 5)).isInstanceOf(Aborted.class);

        assertThat(task.ran).containsExactly(0);
        assertThat(statuses(0, 5)).containsOnly("ABORTED");
    }

    @Test
    void unavailableStoreFailsAsStoreUnavailable() {
        actions.fail("no answer");
        assertThatThrownBy(() -> run(0, 0, 2))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("no answer");
        assertThat(task.ran).isEmpty();
    }

    @Test
    void invalidBatchIsRefusedWithItsField() {
        assertThatThrownBy(() -> handle(batch(0, 0, 0, 1)))
                .isInstanceOf(MalformedInvocation.class)
                .hasMessageContaining("`batch`");
        ObjectNode answering = batch(0, 0, 2, 1);
        answering.putObject("reply").put("kind", "value").put("inline", 16_384);
        assertThatThrownBy(() -> handle(answering)).hasMessageContaining("`reply.kind`");
        ObjectNode unordered = batch(0, 5, 1, 1);
        unordered
                .withArray("batch")
                .addObject()
                .put("index", 5)
                .putObject("item")
                .put("v", 5);
        assertThatThrownBy(() -> handle(unordered)).hasMessageContaining("order of `index`");
    }

    // ------------------------------------------------------------------------------------------------------------

    private String run(int retry, int from, int count) {
        return handle(batch(retry, from, count, 1));
    }

    private String handle(ObjectNode batch) {
        return new String(ActionRunner.of(task, host).handle(bytes(batch), DELIVERY), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode batch(int retry, int from, int count, int threads) {
        ObjectNode json = Calls.retry(Calls.call("0", Calls.NOTHING), retry).toJson();
        json.putObject("input").put("item", true);
        json.put("threads", threads);
        var entries = json.putArray("batch");
        IntStream.range(from, from + count).forEach(index -> entries.addObject()
                .put("index", index)
                .putObject("item")
                .put("v", index));
        return json;
    }

    private static long order(int retry) {
        return Calls.ENTERED.toEpochMilli() * 1_000 + retry;
    }

    private void dies(String error) {
        SharedRecord shared = shared(0);
        actions.written(new SharedRecord(
                shared.key(),
                shared.width(),
                ActionStatus.FAILED,
                shared.attempts(),
                now.toEpochMilli() * 1_000 + 999,
                shared.version(),
                shared.began(),
                now,
                error,
                "",
                shared.log(),
                shared.endings()));
    }

    private static SharedRecord aborted(SharedRecord shared) {
        return new SharedRecord(
                shared.key(),
                shared.width(),
                ActionStatus.ABORTED,
                shared.attempts(),
                shared.order(),
                shared.version(),
                shared.began(),
                shared.began(),
                null,
                null,
                shared.log(),
                shared.endings());
    }

    private static RecordKey key(long index) {
        return RecordKey.of("run-1", "classify", List.of(index));
    }

    private SharedRecord shared(long first) {
        return actions.shared(key(first));
    }

    private ActionRecord record(long index) {
        return actions.read(key(index)).orElseThrow();
    }

    private StoredResult stored(long index) {
        return record(index).stored().orElseThrow();
    }

    private String read(StoredResult result) {
        try (var in = payloads.open(result)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> statuses(long from, long count) {
        return LongStream.range(from, from + count)
                .mapToObj(index -> record(index).status().name())
                .toList();
    }
}
