package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.time.SystemClock;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After a cancel, running actions stay ABORTED and no other action starts. */
@Timeout(30)
final class CancelTest {

    private static final int FUNCTIONS = 4;

    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final Semaphore GO_ON = new Semaphore(0);
    private static CountDownLatch allBusy = new CountDownLatch(FUNCTIONS);

    /** Waits until the test releases it. */
    public static final class Wait implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) throws InterruptedException {
            STARTED.incrementAndGet();
            allBusy.countDown();
            GO_ON.acquire();
            return number;
        }
    }

    /** Returns the number of items. */
    public static final class HowMany implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.size();
        }
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(FUNCTIONS);
    private final ExecutorService readers = Executors.newFixedThreadPool(2);
    private final SystemClock clock = new SystemClock();
    private final Storage storage = Storage.inMemory();
    private EmbeddedCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        STARTED.set(0);
        GO_ON.drainPermits();
        allBusy = new CountDownLatch(FUNCTIONS);
        cloud = EmbeddedCloud.builder()
                .clock(clock)
                .threads(threads)
                .readers(readers)
                .random(new Random(1))
                .storage(storage)
                .scratch(scratch)
                .build();
    }

    @AfterEach
    void close() throws InterruptedException {
        GO_ON.release(1_000);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        cloud.close();
        readers.shutdownNow();
        clock.close();
        storage.close();
    }

    private static Workflow<Long, Long> waiting(int batch) {
        return new Workflow<>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> width) {
                FanOut<Long> waits = flow.map(flow.call(World.Count.class, width), Wait.class);
                return flow.call(HowMany.class, waits.named("wait").batch(batch).collect());
            }

            @Override
            public String name() {
                return "waiting";
            }
        };
    }

    private RunRecord startAndWait(int batch, long width) throws InterruptedException {
        cloud.deploy(waiting(batch));
        RunRecord run = cloud.runs().start(RunRequest.of("waiting", LongNode.valueOf(width)));
        allBusy.await();
        return run;
    }

    private Map<ActionStatus, Long> statuses(RunRecord run) {
        Map<ActionStatus, Long> counts = new TreeMap<>();
        dev.anabranch.runs.internal.record.ActionCounts all = cloud.runs().counts(run.id());
        counts.put(ActionStatus.RUNNING, all.running());
        counts.put(ActionStatus.ABORTED, all.aborted());
        counts.put(ActionStatus.SUCCEEDED, all.succeeded());
        counts.put(ActionStatus.FAILED, all.failed());
        return counts;
    }

    /** Inline, in Express shards, and in batches that share records. */
    @ParameterizedTest
    @CsvSource({"1, 30", "1, 500", "5, 60"})
    void runningActionsEndAsAbortedAndNothingElseStarts(int batch, long width) throws InterruptedException {
        RunRecord run = startAndWait(batch, width);

        RunRecord cancelled = cloud.runs().cancel(run.id());

        assertThat(cancelled.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(cloud.ending(run).join().status()).isEqualTo("ABORTED");
        long underWay = (long) FUNCTIONS * batch;
        assertThat(statuses(run))
                .containsEntry(ActionStatus.RUNNING, 0L)
                .containsEntry(ActionStatus.ABORTED, underWay)
                .containsEntry(ActionStatus.FAILED, 0L);
        Map<ActionStatus, Long> atOnce = statuses(run);

        GO_ON.release(1_000);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(statuses(run)).isEqualTo(atOnce);
        assertThat(STARTED.get()).isLessThanOrEqualTo(FUNCTIONS * batch);
        assertThat(cloud.runs().get(run.id()).status()).isEqualTo(RunStatus.ABORTED);
    }

    @Test
    void onlyAnEndedRunIsRerunOrDeleted() throws InterruptedException {
        RunRecord run = startAndWait(1, 20);
        assertThatThrownBy(() -> cloud.runs().rerun(RerunRequest.of(run.id())))
                .isInstanceOfSatisfying(RunRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.STILL_RUNNING));
        assertThatThrownBy(() -> cloud.runs().delete(run.id())).isInstanceOf(RunRefused.class);
        cloud.runs().cancel(run.id());
        GO_ON.release(1_000);

        RunRecord again = cloud.runs().rerun(RerunRequest.of(run.id()));

        assertThat(cloud.ending(again).join().output().orElseThrow().longValue())
                .isEqualTo(20);
    }

    @Test
    void endedRunCannotBeCancelled() {
        GO_ON.release(1_000);
        cloud.deploy(waiting(1));
        RunRecord run = cloud.runs().start(RunRequest.of("waiting", LongNode.valueOf(1)));
        cloud.ending(run).join();

        assertThatThrownBy(() -> cloud.runs().cancel(run.id())).isInstanceOfSatisfying(RunRefused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.ALREADY_ENDED);
            assertThat(refused).hasMessageContaining("SUCCEEDED");
        });
    }
}
