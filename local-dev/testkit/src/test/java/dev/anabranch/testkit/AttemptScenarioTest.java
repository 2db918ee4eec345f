package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Steps whose failure is a value. */
@ExtendWith(AnabranchExtension.class)
final class AttemptScenarioTest {

    /** Doubles a number; odd numbers fail. */
    public static final class DoubleEven implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            if (number % 2 != 0) {
                throw new IllegalArgumentException(number + " is odd");
            }
            return 2 * number;
        }
    }

    /** Adds one. */
    public static final class AddOne implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return number + 1;
        }
    }

    /** Describes an outcome. */
    public static final class Describe implements Task<Outcome<Long>, String> {
        @Override
        public String run(Outcome<Long> outcome, TaskContext context) {
            return outcome.fold(value -> "= " + value, failed -> failed.error() + ": " + failed.message());
        }
    }

    /** The numbers below a number. */
    public static final class Below implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** The sum. */
    public static final class Sum implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Steps in an attempt, after which the run continues. */
    static final class TwoSteps implements Workflow<Long, String> {
        @Override
        public Value<String> define(Flow flow, Value<Long> number) {
            Attempt<Long> attempt = flow.attempt(() ->
                    flow.call(AddOne.class, flow.call(DoubleEven.class, number).retry(Retry.upTo(1))));
            return flow.call(Describe.class, attempt);
        }
    }

    @Test
    void outcomeHasValueOfSteps(Scenarios scenarios) {
        TestRun<String> run = scenarios.of(new TwoSteps()).run(4L);

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo("= 9");
    }

    @Test
    void outcomeHasFailureAfterRetriesAndRunContinues(Scenarios scenarios) {
        TestRun<String> run = scenarios.of(new TwoSteps()).run(3L);

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo("java.lang.IllegalArgumentException: 3 is odd");
        assertThat(run.action("double even").attempts()).hasSize(2);
        assertThat(run.actions("add one")).isEmpty();
    }

    /** Whether a number is at least 10. */
    public static final class IsTen implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long number, TaskContext context) {
            return number >= 10;
        }
    }

    /** A loop with a fan-out in its body, in an attempt. */
    static final class LoopOfFanOuts implements Workflow<Long, String> {
        @Override
        public Value<String> define(Flow flow, Value<Long> number) {
            Attempt<Long> attempt = flow.attempt(() -> flow.repeat(
                            number,
                            last -> flow.call(
                                    Sum.class,
                                    flow.map(flow.call(Below.class, last), AddOne.class)
                                            .collect()))
                    .until(last -> flow.call(IsTen.class, last))
                    .atMost(3));
            return flow.call(Describe.class, attempt);
        }
    }

    @Test
    void fanOutInALoopInAnAttemptRunsInEachRound(Scenarios scenarios) {
        TestRun<String> run = scenarios.of(new LoopOfFanOuts()).run(3L);

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo("= 21");
    }

    /** Another path if an attempt fails, for each item. */
    static final class Alternative implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            return flow.call(
                    Sum.class,
                    flow.map(flow.call(Below.class, width), (Value<Long> item) -> {
                                Attempt<Long> attempt = flow.attempt(() -> flow.call(DoubleEven.class, item));
                                return flow.<Long>when(
                                                attempt.succeeded(), () -> item, () -> flow.call(AddOne.class, item))
                                        .value();
                            })
                            .collect());
        }
    }

    @Test
    void itemsWhoseAttemptFailsTakeAnotherPath(Scenarios scenarios) {
        for (long width : new long[] {0, 1, 5, 50, 400}) {
            TestRun<Long> run = scenarios.of(new Alternative()).run(width);

            assertThat(run).succeeded();
            assertThat(run.output())
                    .isEqualTo(LongStream.range(0, width).map(n -> n + n % 2).sum());
        }
    }

    /** A failure in a fan-out and a failure beside other steps, in nested attempts. */
    static final class Nested implements Workflow<Long, List<String>> {
        @Override
        public Value<List<String>> define(Flow flow, Value<Long> width) {
            Attempt<Long> outer = flow.attempt(() -> {
                Attempt<Long> inner = flow.attempt(() -> flow.call(
                        Sum.class,
                        flow.map(flow.call(Below.class, width), DoubleEven.class)
                                .collect()));
                flow.call(AddOne.class, width).named("beside");
                return flow.call(DoubleEven.class, flow.value(7L))
                        .named("fails too")
                        .after(inner);
            });
            return flow.list(List.of(flow.call(Describe.class, outer)));
        }
    }

    @Test
    void failureOfFanOutStaysInInnerAttempt(Scenarios scenarios) {
        TestRun<List<String>> run = scenarios.of(new Nested()).run(3L);

        assertThat(run).succeeded();
        assertThat(run.output()).containsExactly("java.lang.IllegalArgumentException: 7 is odd");
        assertThat(run.actions("beside")).singleElement().satisfies(action -> assertThat(action.status())
                .isEqualTo("SUCCEEDED"));
    }

    /** A list that is longer than promised, beside a wait for an answer. */
    static final class TooWide implements Workflow<Long, String> {
        @Override
        public Value<String> define(Flow flow, Value<Long> width) {
            Attempt<Long> attempt = flow.attempt(() -> {
                flow.await("never", Long.class).timeout(Duration.ofDays(30));
                return flow.call(
                        Sum.class,
                        flow.map(flow.call(Below.class, width), AddOne.class)
                                .atMost(2)
                                .collect());
            });
            return flow.call(Describe.class, attempt);
        }
    }

    @Test
    void failureOfTheMachineIsAnOutcomeAndEndsWaits(Scenarios scenarios) {
        TestRun<String> run = scenarios.of(new TooWide()).run(20_000L);

        assertThat(run).succeeded();
        assertThat(run.output()).startsWith("Anabranch.TooWide: The list of `map add one` has more items than the 2");
        assertThat(run.actions("never")).singleElement().satisfies(action -> assertThat(action.status())
                .isEqualTo("ABORTED"));
        assertThat(run.duration()).isLessThan(Duration.ofDays(1));
    }
}
