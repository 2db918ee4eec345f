package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workflows that run others, with stand-ins in the runs that they start. */
@ExtendWith(AnabranchExtension.class)
final class SubRunScenarioTest {

    /** Adds one. */
    public static final class AddOne implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number + 1;
        }
    }

    /** Adds one after an approval. */
    public static final class Approved implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(AddOne.class, number).after(flow.await("approve", Boolean.class));
        }
    }

    /** Runs {@link Approved}. */
    public static final class Outer implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(AddOne.class, flow.run(Approved.class, number).timeout(Duration.ofDays(2)))
                    .named("again");
        }
    }

    @Test
    void answersApplyToRunsThatTheRunStarts(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new Outer())
                .answering("approve", Duration.ofDays(1), path -> true)
                .run(1L);

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo(3);
        assertThat(run.duration())
                .isBetween(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(1));
    }

    @Test
    void standInsApplyToRunsThatTheRunStarts(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new Outer())
                .replacing(AddOne.class, number -> 10 * number)
                .answering("approve", true)
                .run(1L);

        assertThat(run.output()).isEqualTo(100);
    }

    @Test
    void runWithoutAnswerExceedsTimeoutOfItsNode(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Outer()).run(1L);

        assertThat(run.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.node()).isEqualTo("approved");
            assertThat(failure.error()).isEqualTo("dev.anabranch.action.SubRunFailed");
        });
        assertThat(run.duration())
                .isBetween(Duration.ofDays(2), Duration.ofDays(2).plusMinutes(1));
    }
}
