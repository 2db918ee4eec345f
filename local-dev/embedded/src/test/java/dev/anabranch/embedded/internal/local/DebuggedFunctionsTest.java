package dev.anabranch.embedded.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DebuggedFunctionsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    public static final class ListItems implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer width, TaskContext context) {
            return IntStream.range(0, width).boxed().toList();
        }
    }

    /** Counts how many of its kind run. The first one takes longer than its timeout, as if a debugger had stopped it. */
    public static final class CountRunning implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer item, TaskContext context) throws InterruptedException {
            MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
            if (item == 0) {
                boolean opened = new CountDownLatch(1).await(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(opened).isFalse();
            }
            RUNNING.decrementAndGet();
            return item;
        }
    }

    public static final class Sum implements Task<Results<Integer>, Integer> {
        @Override
        public Integer run(Results<Integer> items, TaskContext context) {
            return items.stream().mapToInt(item -> item).sum();
        }
    }

    public static final class Counted implements Workflow<Integer, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<Integer> width) {
            return flow.call(
                    Sum.class,
                    flow.map(flow.call(ListItems.class, width), CountRunning.class)
                            .timeout(TIMEOUT)
                            .collect());
        }
    }

    @Test
    void oneActionRunsAtATimeAndNoTimeoutEndsIt() throws IOException {
        LocalCloud.Settings settings = LocalCloud.Settings.ofRun(null, LocalCloud.Functions.DEFAULT.debugged(true));
        try (LocalCloud local = LocalCloud.open(settings)) {
            local.cloud().deploy(new Counted());

            EmbeddedRun run = local.cloud()
                    .ending(local.cloud().runs().start(RunRequest.of("counted", IntNode.valueOf(20))))
                    .join();

            assertThat(run.output()).contains(IntNode.valueOf(190));
            assertThat(MOST).hasValue(1);
        }
    }
}
