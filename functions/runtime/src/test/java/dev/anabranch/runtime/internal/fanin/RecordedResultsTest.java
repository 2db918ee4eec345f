package dev.anabranch.runtime.internal.fanin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordedResultsTest {

    private static final List<Long> PARENTS = List.of(4L, 2L);

    private final MemoryActionStore actions = new MemoryActionStore();
    private final MemoryPayloadStore payloads = new MemoryPayloadStore();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 249, 250, 251, 1_000, 1_234})
    void readsAllInOrderForAnyNumberOfBlocks(long count) {
        succeed(count);

        Results<Long> results = results(count, Wire.Failures.NONE, Long.class);

        assertThat(results.size()).isEqualTo(count);
        assertThat(results.isEmpty()).isEqualTo(count == 0);
        assertThat(results.toList())
                .containsExactlyElementsOf(LongStream.range(0, count).boxed().toList());
        assertThat(actions.reads()).isEqualTo((int) ((count + 249) / 250));
    }

    @Test
    void startsOverWithEveryIterator() {
        succeed(3);
        Results<Long> results = results(3, Wire.Failures.NONE, Long.class);

        assertThat(results).containsExactly(0L, 1L, 2L);
        assertThat(results).containsExactly(0L, 1L, 2L);
    }

    @Test
    void readsAheadALimitedNumberOfBlocks() {
        succeed(5_000);
        Iterator<Long> results = results(5_000, Wire.Failures.NONE, Long.class).iterator();

        assertThat(results.next()).isZero();
        assertThat(actions.reads()).isLessThanOrEqualTo(4);
    }

    @Test
    void readsAheadALimitedNumberOfPayloads() {
        LongStream.range(0, 100).forEach(index -> {
            put(index, ActionStatus.SUCCEEDED, new StoredResult.InStore("p" + index, 3));
            payloads.put("p" + index, "application/json", String.valueOf(index).getBytes(StandardCharsets.UTF_8));
        });
        Counting executor = new Counting();
        Iterator<Long> results =
                results(100, Wire.Failures.NONE, Long.class, executor).iterator();

        assertThat(results.next()).isZero();
        assertThat(executor.jobs).isLessThanOrEqualTo(1 + 9);
        List<Long> rest = new ArrayList<>();
        results.forEachRemaining(rest::add);
        assertThat(rest)
                .containsExactlyElementsOf(LongStream.range(1, 100).boxed().toList());
        assertThat(payloads.open()).isZero();
    }

    @Test
    void resultsThatShareAnObjectAreFetchedTogether() {
        byte[] object = LongStream.range(0, 700)
                .mapToObj(index -> String.format(Locale.ROOT, "%5d", index * 10))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
        payloads.put("shared", "application/json", object);
        LongStream.range(0, 700)
                .forEach(
                        index -> put(index, ActionStatus.SUCCEEDED, new StoredResult.Part("shared", 1 + 6 * index, 5)));
        put(300, ActionStatus.SUCCEEDED, new StoredResult.Inline("3000"));

        Results<Long> results = results(700, Wire.Failures.NONE, Long.class);

        assertThat(results.toList())
                .containsExactlyElementsOf(LongStream.range(0, 700)
                        .map(index -> index * 10)
                        .boxed()
                        .toList());
        assertThat(payloads.parts()).isEqualTo(2);
        assertThat(results.get(650)).isEqualTo(6_500);
        assertThat(payloads.parts()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void readsWithAnyNumberOfThreads(int threads) {
        LongStream.range(0, 700).forEach(index -> {
            boolean large = index % 3 == 0;
            put(index, ActionStatus.SUCCEEDED, large ? new StoredResult.InStore("p" + index, 3) : inline(index));
            payloads.put("p" + index, "application/json", String.valueOf(index).getBytes(StandardCharsets.UTF_8));
        });
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            assertThat(results(700, Wire.Failures.NONE, Long.class, executor).toList())
                    .containsExactlyElementsOf(LongStream.range(0, 700).boxed().toList());
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void randomAccessReadsOneRecordAndIterationReadsBlocks() {
        succeed(1_000);
        Results<Long> results = results(1_000, Wire.Failures.NONE, Long.class);

        assertThat(results.get(700)).isEqualTo(700);
        assertThat(results.get(300)).isEqualTo(300);
        assertThat(actions.reads()).isEqualTo(2);
        LongStream.range(0, 1_000)
                .forEach(index -> assertThat(results.get(index)).isEqualTo(index));
        assertThat(actions.reads()).isLessThanOrEqualTo(2 + 1 + 4);
        assertThatThrownBy(() -> results.get(1_000)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> results.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void skipsFailuresOnRequest() {
        long count = 600;
        succeed(count);
        LongStream.range(0, count).filter(index -> index % 7 == 0).forEach(this::fail);
        Results<Long> results = results(count, Wire.Failures.SKIP, Long.class);
        List<Long> expected = LongStream.range(0, count)
                .filter(index -> index % 7 != 0)
                .boxed()
                .toList();

        assertThat(results.toList()).isEqualTo(expected);
        assertThat(results.size()).isEqualTo(expected.size());
        assertThat(LongStream.range(0, results.size()).mapToObj(results::get)).containsExactlyElementsOf(expected);
    }

    @Test
    void failuresAreValuesOnRequest() {
        succeed(3);
        fail(1);
        JavaType outcome = TaskJson.types().constructParametricType(Outcome.class, Long.class);

        Results<Outcome<Long>> results = results(3, Wire.Failures.OUTCOMES, outcome, Runnable::run);

        assertThat(results)
                .containsExactly(
                        new Outcome.Succeeded<>(0L),
                        new Outcome.Failed<>("java.io.IOException", "disk full", 3),
                        new Outcome.Succeeded<>(2L));
    }

    @Test
    void unexpectedFailureThrows() {
        succeed(300);
        fail(270);
        Results<Long> results = results(300, Wire.Failures.NONE, Long.class);

        assertThatThrownBy(results::toList)
                .isInstanceOf(UnreadableInput.class)
                .hasMessageContaining("Node `classify`[4.2.270]")
                .hasMessageContaining("java.io.IOException: disk full");
        assertThatThrownBy(() -> results.get(270)).hasMessageContaining("[4.2.270]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "SKIP", "OUTCOMES"})
    void missingOrUnfinishedRecordThrows(String failures) {
        JavaType element = TaskJson.types().constructParametricType(Outcome.class, Long.class);
        Results<Object> results = results(3, Wire.Failures.valueOf(failures), element, Runnable::run);
        succeed(3);
        actions.remove(key(1));
        assertThatThrownBy(results::toList)
                .isInstanceOf(UnreadableInput.class)
                .hasMessageContaining("Node `classify`[4.2.1] has no record in run `run-1`");

        put(1, ActionStatus.RUNNING, null);
        assertThatThrownBy(results::toList)
                .isInstanceOf(UnreadableInput.class)
                .hasMessageContaining("Node `classify`[4.2.1] of run `run-1` is still running");
    }

    @Test
    void resultOfAnotherTypeThrowsWithoutQuotingIt() {
        put(0, ActionStatus.SUCCEEDED, new StoredResult.Inline("\"secret\""));

        assertThatThrownBy(() -> results(1, Wire.Failures.NONE, Long.class).toList())
                .isInstanceOf(UnreadableInput.class)
                .hasMessageContaining("run-1#classify#4.2#0 0000000000")
                .hasMessageNotContaining("secret");
    }

    @Test
    void nullResultsArePreserved() {
        put(0, ActionStatus.SUCCEEDED, new StoredResult.Inline("null"));
        put(1, ActionStatus.CACHED, new StoredResult.Inline("7"));

        assertThat(results(2, Wire.Failures.NONE, Long.class)).containsExactly(null, 7L);
    }

    @Test
    void storeExceptionIsThrownUnchanged() {
        succeed(1);
        actions.fail("throttled");

        assertThatThrownBy(() -> results(1, Wire.Failures.NONE, Long.class).toList())
                .isInstanceOf(StoreException.class)
                .hasMessage("throttled");
    }

    private void succeed(long count) {
        LongStream.range(0, count).forEach(index -> put(index, ActionStatus.SUCCEEDED, inline(index)));
    }

    private void fail(long index) {
        actions.put(ActionRecord.of(key(index), ActionStatus.FAILED)
                .attempts(3)
                .order(1)
                .failure("java.io.IOException", "disk full")
                .build());
    }

    private void put(long index, ActionStatus status, @Nullable StoredResult result) {
        actions.put(ActionRecord.of(key(index), status)
                .attempts(1)
                .order(1)
                .result(result)
                .build());
    }

    private static StoredResult inline(long index) {
        return new StoredResult.Inline(String.valueOf(index));
    }

    private static RecordKey key(long index) {
        return RecordKey.of("run-1", "classify", List.of(PARENTS.get(0), PARENTS.get(1), index));
    }

    private Results<Long> results(long count, Wire.Failures failures, Class<?> element) {
        return results(count, failures, element, Runnable::run);
    }

    private Results<Long> results(long count, Wire.Failures failures, Class<?> element, Executor executor) {
        return results(count, failures, TaskJson.types().constructType(element), executor);
    }

    @SuppressWarnings("unchecked") // The caller names the element type twice.
    private <R> Results<R> results(long count, Wire.Failures failures, JavaType element, Executor executor) {
        Wire.Results wire = new Wire.Results("classify", PARENTS, count, failures, false);
        return (Results<R>) new FanIn("run-1", wire, actions, payloads, executor).as(element);
    }

    private static final class Counting implements Executor {
        private int jobs;

        @Override
        public void execute(Runnable job) {
            jobs++;
            job.run();
        }
    }
}
