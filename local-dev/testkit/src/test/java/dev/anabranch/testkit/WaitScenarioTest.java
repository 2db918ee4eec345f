package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits of workflows in tests. */
@ExtendWith(AnabranchExtension.class)
final class WaitScenarioTest {

    private static final Duration DAYS = Duration.ofDays(10);

    /** The numbers from 0. */
    public static final class Numbers implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Returns the number. */
    public static final class Remind implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number;
        }
    }

    /** The number of results. */
    public static final class CountResults implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.size();
        }
    }

    /** Waits ten days for each item. */
    static final class TenDays implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            Value<List<Long>> numbers = flow.call(Numbers.class, width);
            return flow.call(
                    CountResults.class,
                    flow.map(numbers, number -> flow.call(Remind.class, number)
                                    .after(flow.sleep(DAYS).named("ten days")))
                            .collect());
        }
    }

    @Test
    void waitsOfManyItemsAreInParallelAndTakeVirtualTime(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new TenDays()).run(200L);

        assertThat(run).hasOutput(200L);
        assertThat(run.duration()).isBetween(DAYS, DAYS.plusMinutes(10));
    }

    @Test
    void timerIsRetriedAndWaitEndsAtItsTime(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new TenDays())
                .with(Fault.throttle().at("ten days").onAttempts(1))
                .run(3L);

        assertThat(run).hasOutput(3L);
        assertThat(run.duration()).isBetween(DAYS, DAYS.plusMinutes(10));
    }

    @Test
    void cancelEndsWait(Scenarios scenarios) {
        TestRun<Long> run =
                scenarios.of(new TenDays()).cancelledAfter(Duration.ofDays(1)).run(3L);

        assertThat(run.succeeded()).isFalse();
        assertThat(run.duration()).isLessThan(Duration.ofDays(2));
        assertThat(run.actions()).noneMatch(action -> action.node().equals("remind"));
    }
}
