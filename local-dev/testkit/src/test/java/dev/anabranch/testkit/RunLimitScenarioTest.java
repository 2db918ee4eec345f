package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.RunFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The time limit of a run, and the task that is called when a run fails. */
@ExtendWith(AnabranchExtension.class)
final class RunLimitScenarioTest {

    /** Fails for odd numbers. */
    public static final class Check implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            if (number % 2 != 0) {
                throw new IllegalArgumentException(number + " is odd");
            }
            return number;
        }
    }

    /** Notes a failure; fails itself if the message has a 9. */
    public static final class Note implements Task<RunFailure, String> {
        @Override
        public String run(RunFailure failure, TaskContext context) {
            if (failure.message().contains("9")) {
                throw new IllegalStateException("cannot note");
            }
            return failure.workflow() + " " + failure.run() + " " + failure.node() + " [" + failure.item() + "] "
                    + failure.error() + ": " + failure.message();
        }
    }

    /** Waits two hours for answers, at the root and for each item, but has 90 minutes. */
    static final class Hurry implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            flow.timeLimit(Duration.ofMinutes(90));
            flow.onFailure(Note.class);
            flow.map(flow.call(Numbers.class, number), item -> flow.await("each", Long.class)
                    .timeout(Duration.ofHours(2)));
            return flow.await("root", Long.class).timeout(Duration.ofHours(2));
        }
    }

    /** As many numbers. */
    public static final class Numbers implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long count, TaskContext context) {
            return LongStream.range(0, count).boxed().toList();
        }
    }

    @Test
    void runThatExceedsItsTimeLimitTimesOutWithASentence(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Hurry()).run(50L);

        assertThat(run.status()).isEqualTo("TIMED_OUT");
        assertThat(run.duration()).isBetween(Duration.ofMinutes(90), Duration.ofMinutes(91));
        assertThat(run.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.error()).isEqualTo("Anabranch.TimeLimit");
            assertThat(failure.message())
                    .isEqualTo(
                            "The run exceeded its time limit of 90 minutes. `each`[0], `each`[1], `each`[2] and 48 other"
                                    + " actions were running.");
        });
        assertThat(run.actions()).noneMatch(action -> action.status().equals("RUNNING"));
        assertThat(run.actions("each")).hasSize(50).allMatch(action -> action.status()
                .equals("ABORTED"));
        assertThat(run.actions("note")).isEmpty();
    }

    @Test
    void runWithinItsTimeLimitSucceeds(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new Hurry())
                .answering("root", 7L)
                .answering("each", 1L)
                .run(3L);

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo(7);
    }

    @Test
    void callThatOutlastsTheRunDoesNotChangeItsDuration(Scenarios scenarios) {
        TestRun<Long> run = scenarios
                .of(new Sleepy())
                .with(Fault.delay(Duration.ofMinutes(5)).at("night").always())
                .run(2L);

        assertThat(run.status()).isEqualTo("TIMED_OUT");
        assertThat(run.duration()).isEqualTo(Duration.ofSeconds(1));
        assertThat(run).took(Duration.ofSeconds(1));
    }

    /** Sleeps longer than it may run. */
    static final class Sleepy implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            flow.timeLimit(Duration.ofSeconds(1));
            return flow.call(Check.class, number)
                    .after(flow.sleep(Duration.ofHours(1)).named("night"));
        }
    }

    @Test
    void runThatExceedsItsTimeLimitInWaitNamesTheWait(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Sleepy()).run(2L);

        assertThat(run.failure()).hasValueSatisfying(failure -> assertThat(failure.message())
                .isEqualTo("The run exceeded its time limit of 1 second. No action was running; the last one that"
                        + " began was `night`."));
    }

    /** Counts to 4, one round too many, for each item. */
    static final class TooFar implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            flow.onFailure(Note.class);
            flow.map(flow.call(Numbers.class, number), item -> flow.<Long>repeat(
                            item, last -> flow.call(Check.class, flow.value(2L)).named("count"))
                    .until(last -> flow.call(Never.class, last))
                    .atMost(3));
            return number;
        }
    }

    /** Is never true. */
    public static final class Never implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long number, TaskContext context) {
            return false;
        }
    }

    @Test
    void tooManyRoundsAreFailureOfTheLoop(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new TooFar()).run(1L);

        assertThat(run).failedAt("repeat count", 0);
        assertThat(run.result(run.action("note")).asText())
                .startsWith("too-far " + TestRun.ID
                        + " repeat count [0] Anabranch.TooManyRounds: The loop `repeat count`" + " has run 3 rounds,");
    }

    /** Checks numbers, each named by itself. */
    static final class Labelled implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            flow.onFailure(NoteLabel.class);
            flow.map(flow.value(List.of(4L, 15L)), Check.class).label();
            return number;
        }
    }

    /** Returns the label of the item that failed. */
    public static final class NoteLabel implements Task<RunFailure, String> {
        @Override
        public String run(RunFailure failure, TaskContext context) {
            return failure.item() + " is " + failure.label();
        }
    }

    @Test
    void failureHasTheLabelOfTheItem(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Labelled()).run(2L);

        assertThat(run).failedAt("check", 1);
        assertThat(run.result(run.action("note label")).asText()).isEqualTo("1 is 15");
    }

    @Test
    void timeLimitOutOfBoundsIsFinding(Scenarios scenarios) {
        for (Duration limit : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(366))) {
            Workflow<Long, Long> workflow = new Workflow<>() {
                @Override
                public Value<Long> define(Flow flow, Value<Long> number) {
                    flow.timeLimit(limit);
                    return flow.call(Check.class, number);
                }

                @Override
                public String name() {
                    return "bounds";
                }
            };

            assertThatThrownBy(() -> scenarios.of(workflow).run(1L))
                    .isInstanceOf(InvalidDefinition.class)
                    .hasMessageContaining("time-limit-range")
                    .hasMessageContaining("the time limit is " + limit.toSeconds() + " seconds");
        }
    }

    /** Checks a number twice. */
    static final class Checked implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            flow.onFailure(Note.class).retry(Retry.upTo(1));
            return flow.call(Check.class, flow.call(Check.class, number)).named("again");
        }
    }

    @Test
    void taskForFailuresReceivesTheFailure(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Checked()).run(7L);

        assertThat(run.failure())
                .hasValueSatisfying(failure -> assertThat(failure.node()).isEqualTo("check"));
        assertThat(run.result(run.action("note")).asText())
                .isEqualTo("checked " + TestRun.ID + " check [] java.lang.IllegalArgumentException: 7 is odd");
    }

    @Test
    void failureOfTheTaskForFailuresIsRecordedAndRunKeepsItsFailure(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new Checked()).run(9L);

        assertThat(run.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.node()).isEqualTo("check");
            assertThat(failure.message()).isEqualTo("9 is odd");
        });
        assertThat(run.action("note").status()).isEqualTo("FAILED");
        assertThat(run.action("note").attempts()).hasSize(2);
    }

    @Test
    void taskForFailuresIsNotCalledIfTheRunSucceedsOrIsCancelled(Scenarios scenarios) {
        assertThat(scenarios.of(new Checked()).run(2L).actions("note")).isEmpty();
        assertThat(scenarios
                        .of(new Hurry())
                        .cancelledAfter(Duration.ofMinutes(1))
                        .run(2L)
                        .actions("note"))
                .isEmpty();
    }

    /** More failed items than tolerated. */
    static final class TooMany implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            flow.onFailure(Note.class);
            var all = flow.map(flow.call(Numbers.class, number), Check.class).tolerate(2);
            return flow.call(Check.class, number).named("last").after(all);
        }
    }

    @Test
    void taskForFailuresIsCalledIfTooManyItemsFail(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new TooMany()).run(8L);

        assertThat(run.result(run.action("note")).asText())
                .startsWith("too-many " + TestRun.ID + " tally of map check [] ")
                .endsWith("4 of the 8 items of `map check` failed, but at most 2 may fail.");
    }

    @Test
    void tooManyFailedItemsAreNamedInTheAssertionError(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new TooMany()).run(8L);

        assertThatThrownBy(() -> run.assertThat().succeeded())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FAILED at check: ")
                .hasMessageContaining("4 of the 8 items of `map check` failed, but at most 2 may fail.")
                .hasMessageContaining("check[1] failed: java.lang.IllegalArgumentException: 1 is odd")
                .hasMessageNotContaining("tally of")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    /** Fails in one item. */
    static final class InItem implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            flow.onFailure(Note.class);
            var all = flow.map(flow.value(List.of(2L, 4L, 5L)), Check.class);
            return flow.call(Check.class, number).named("last").after(all);
        }
    }

    @Test
    void taskForFailuresReceivesTheItem(Scenarios scenarios) {
        TestRun<Long> run = scenarios.of(new InItem()).run(2L);

        assertThat(run.result(run.action("note")).asText())
                .isEqualTo("in-item " + TestRun.ID + " check [2] java.lang.IllegalArgumentException: 5 is odd");
    }
}
