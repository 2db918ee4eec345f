package dev.anabranch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.SystemClock;
import dev.anabranch.engine.time.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests ten thousand child executions that wait concurrently: they occupy no threads, one call stops all of them, and
 * virtual time skips the wait.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WideWaitTest {

    private static final int WIDTH = 10_000;
    private static final String INPUT =
            IntStream.range(0, WIDTH).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    private static final String MACHINE = """
            {"QueryLanguage": "JSONata", "StartAt": "All", "States": {"All": {"Type": "Map", "End": true,
              "Items": "{% $states.input %}", "Output": "{% $count($states.result) %}",
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 86400, "End": true}}}}}}""";

    private static String start(Engine engine) {
        String machine = engine.createStateMachine("wide", MACHINE, StateMachineType.STANDARD, "arn:aws:iam::0:role/r")
                .arn();
        return engine.startExecution(machine, null, INPUT).spec().arn();
    }

    @Test
    void waitingChildrenOccupyNoThreadsAndStopWithParent() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(WIDTH);
        int threads = Thread.activeCount();
        try (SystemClock system = new SystemClock();
                Engine engine =
                        Engine.builder().clock(new Counting(system, waiting)).build()) {
            String arn = start(engine);
            assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Thread.activeCount() - threads)
                    .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors() + 4);
            String mapRun = engine.listMapRuns(arn).get(0).arn();
            assertThat(engine.listExecutions(mapRun, ExecutionStatus.RUNNING)).hasSize(WIDTH);

            engine.stopExecution(arn, "Enough", "of it").join();

            ExecutionSnapshot ended = engine.completion(arn).join();
            assertThat(ended.status()).isEqualTo(ExecutionStatus.ABORTED);
            for (ExecutionSnapshot child : engine.listExecutions(mapRun, null)) {
                assertThat(engine.completion(child.spec().arn()).join().status())
                        .isEqualTo(ExecutionStatus.ABORTED);
            }
            MapRunSnapshot ran = engine.describeMapRun(mapRun);
            assertThat(ran.stopDate()).isNotNull();
            assertThat(engine.listExecutions(mapRun, null)).hasSize(WIDTH);
        }
    }

    @Test
    void virtualTimeSkipsTenThousandWaits() {
        VirtualClock clock = new VirtualClock(Instant.EPOCH);
        int threads = Thread.activeCount();
        try (Engine engine = Engine.builder()
                .clock(clock)
                .executor(Runnable::run)
                .blockingExecutor(Runnable::run)
                .random(new Random(7))
                .build()) {
            ExecutionSnapshot ended = engine.completion(start(engine)).join();
            assertThat(ended.status()).as(ended.toString()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(String.valueOf(ended.output())).isEqualTo("10000");
            assertThat(Duration.between(Instant.EPOCH, clock.instant())).isEqualTo(Duration.ofDays(1));
            assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
        }
    }

    /** A clock that counts down a latch for each timer. */
    private record Counting(EngineClock clock, CountDownLatch set) implements EngineClock {

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            Timer timer = clock.schedule(delay, action);
            set.countDown();
            return timer;
        }

        @Override
        public Hold hold() {
            return clock.hold();
        }
    }
}
