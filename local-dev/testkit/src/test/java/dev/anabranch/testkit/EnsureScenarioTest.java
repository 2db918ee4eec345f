package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Ensured;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cleanup that runs in any case. */
@ExtendWith(AnabranchExtension.class)
final class EnsureScenarioTest {

    /** Uses a resource; odd ones fail. */
    public static final class Use implements Task<Long, Long> {
        @Override
        public Long run(Long resource, TaskContext context) {
            if (resource % 2 != 0) {
                throw new IllegalArgumentException(resource + " is odd");
            }
            return 10 * resource;
        }
    }

    /** Deletes a resource; multiples of three fail. */
    public static final class Delete implements Task<Long, Long> {
        @Override
        public Long run(Long resource, TaskContext context) {
            if (resource % 3 == 0) {
                throw new IllegalStateException(resource + " cannot be deleted");
            }
            return resource;
        }
    }

    /** Describes an outcome. */
    public static final class Describe implements Task<Outcome<Long>, String> {
        @Override
        public String run(Outcome<Long> outcome, TaskContext context) {
            return outcome.fold(value -> "= " + value, failed -> failed.error() + ": " + failed.message());
        }
    }

    private static <T> Workflow<Long, T> workflow(BiFunction<Flow, Value<Long>, Value<T>> define) {
        return new Workflow<>() {
            @Override
            public Value<T> define(Flow flow, Value<Long> input) {
                return define.apply(flow, input);
            }

            @Override
            public String name() {
                return "ensured";
            }
        };
    }

    /** Uses a resource and deletes it. */
    static final class UseAndDelete implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> resource) {
            Ensured<Long> used =
                    flow.ensure(() -> flow.call(Use.class, resource), () -> flow.call(Delete.class, resource));
            return flow.call(Use.class, used).named("next");
        }
    }

    @Test
    void cleanupRunsAfterStepsThatSucceed(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new UseAndDelete()).run(4L);

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo(400);
        assertThat(run.action("delete").status()).isEqualTo("SUCCEEDED");
    }

    @Test
    void cleanupRunsAfterFailureAndRunKeepsTheFailure(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new UseAndDelete()).run(7L);

        assertThat(run.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.node()).isEqualTo("use");
            assertThat(failure.error()).isEqualTo("java.lang.IllegalArgumentException");
            assertThat(failure.message()).isEqualTo("7 is odd");
        });
        assertThat(run.action("delete").status()).isEqualTo("SUCCEEDED");
        assertThat(run.actions("next")).isEmpty();
    }

    @Test
    void failureOfStepsIsKeptIfCleanupFailsToo(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new UseAndDelete()).run(9L);

        assertThat(run.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).isEqualTo("9 is odd"));
        assertThat(run.action("delete").status()).isEqualTo("FAILED");
    }

    @Test
    void failureOfCleanupAloneFailsTheRun(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new UseAndDelete()).run(6L);

        assertThat(run.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.node()).isEqualTo("delete");
            assertThat(failure.message()).isEqualTo("6 cannot be deleted");
        });
        assertThat(run.action("use").status()).isEqualTo("SUCCEEDED");
    }

    @Test
    void failureInAnAttemptIsThatOfTheSteps(Scenarios scenarios) {
        TestRun<String> run = scenarios
                .<Long, String>of(workflow((flow, resource) -> flow.call(
                        Describe.class,
                        flow.attempt(() -> flow.ensure(
                                () -> flow.call(Use.class, resource), () -> flow.call(Delete.class, resource))))))
                .run(9L);

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo("java.lang.IllegalArgumentException: 9 is odd");
    }

    @Test
    void timeoutWithFallbackBeforeTheStepsIsNoFailure(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .<Long, Long>of(workflow((flow, resource) -> {
                    Value<Long> answer = flow.await("choose", Long.class)
                            .timeout(Duration.ofHours(1))
                            .onTimeout(2L);
                    return flow.ensure(() -> flow.call(Use.class, answer), () -> flow.call(Delete.class, answer));
                }))
                .run(7L);

        assertThat(run).succeeded();
    }

    @Test
    void cleanupWithCleanupRunsCompletely(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .<Long, Long>of(workflow((flow, resource) -> flow.ensure(() -> flow.call(Use.class, resource), () -> {
                    Ensured<Long> first = flow.ensure(
                            () -> flow.call(Delete.class, resource), () -> flow.call(Delete.class, resource));
                    flow.call(Delete.class, resource).named("last").after(first);
                })))
                .run(7L);

        assertThat(run.failure())
                .hasValueSatisfying(failure -> assertThat(failure.node()).isEqualTo("use"));
        assertThat(run.action("last").status()).isEqualTo("SUCCEEDED");
    }

    @Test
    void cleanupRunsForEachItem(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .<Long, Long>of(workflow((flow, resource) -> {
                    Value<List<Long>> resources = flow.value(List.of(1L, 2L, 4L, 5L, 7L));
                    var all = flow.map(
                                    resources,
                                    (Value<Long> item) -> flow.ensure(
                                            () -> flow.call(Use.class, item), () -> flow.call(Delete.class, item)))
                            .tolerate(3);
                    return flow.call(Use.class, resource).named("next").after(all);
                }))
                .run(2L);

        assertThat(run).succeeded();
        assertThat(run.actions("delete")).hasSize(5).allMatch(action -> action.status()
                .equals("SUCCEEDED"));
    }

    @Test
    void cancelledRunEndsWithoutCleanup(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .<Long, Long>of(workflow((flow, resource) -> flow.ensure(
                        () -> flow.call(Use.class, resource).after(flow.sleep(Duration.ofHours(2))),
                        () -> flow.call(Delete.class, resource))))
                .cancelledAfter(Duration.ofHours(1))
                .run(2L);

        assertThat(run.status()).isEqualTo("ABORTED");
        assertThat(run.actions("delete")).isEmpty();
    }
}
