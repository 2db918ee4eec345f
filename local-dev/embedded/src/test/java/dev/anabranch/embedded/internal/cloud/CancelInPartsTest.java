package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.embedded.internal.cloud.LoopsOfRunsTest.Increment;
import dev.anabranch.embedded.internal.cloud.World.Same;
import dev.anabranch.embedded.internal.cloud.World.Square;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancels and redrives runs in loops, runs of other workflows, attempts and cleanups. */
final class CancelInPartsTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** More rounds than fit into one execution. */
    private static final int MANY = 10_000;

    /** A workflow that takes a minute. */
    public static final class SlowSquare implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Square.class, number).after(flow.sleep(A_MINUTE));
        }
    }

    /** Returns the value of an outcome, or -1. */
    public static final class ValueOf implements Task<Outcome<Long>, Long> {
        @Override
        public Long run(Outcome<Long> outcome, TaskContext context) {
            return outcome.value().orElse(-1L);
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
        World.BAD.clear();
    }

    @AfterEach
    void close() {
        World.BAD.clear();
        cloud.close();
    }

    private void deploy(BiFunction<Flow, Value<Long>, Value<Long>> definition) {
        cloud.deploy(new Workflow<Long, Long>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> number) {
                return definition.apply(flow, number);
            }

            @Override
            public String name() {
                return "parts";
            }
        });
    }

    /** Starts a run with the input 0 and cancels it after a time. */
    @SuppressWarnings("try") // The hold acts by being open.
    private void cancelAfter(Duration time) {
        try (EngineClock.Hold hold = cloud.hold()) {
            cloud.runs().start(RunRequest.of("parts", LongNode.valueOf(0)).named("one"));
            cloud.after(time, () -> cloud.runs().cancel("one"));
        }
        assertThat(cloud.runs().get("one").status()).isEqualTo(RunStatus.ABORTED);
        assertThat(cloud.runs().counts("one").running()).isZero();
    }

    private static String execution(String run) {
        return "arn:aws:states:us-east-1:000000000000:execution:parts:" + run;
    }

    /** Returns the statuses of the executions that an execution has started, those that they have started included. */
    private List<String> children(String execution) {
        Engine engine = cloud.cloud().engine();
        List<String> statuses = new ArrayList<>();
        for (MapRunSnapshot mapRun : engine.listMapRuns(execution)) {
            engine.listExecutions(mapRun.arn(), null).forEach(child -> {
                statuses.add(child.status().name());
                statuses.addAll(children(child.spec().arn()));
            });
        }
        return statuses;
    }

    /**
     * Redrives a run that has failed. Step Functions repeats the state that did not exit, which is the Fail state after
     * the failed action, so the run fails with the same failure: only a rerun repeats the action.
     */
    private void redrive(EmbeddedRun failed) {
        cloud.computed();
        cloud.cloud().engine().redriveExecution(execution("one")).join();

        assertThat(cloud.computed()).isEmpty();
        assertThat(cloud.runs().get("one").status()).isEqualTo(RunStatus.FAILED);
        assertThat(cloud.runs().get("one").failure()).isEqualTo(failed.failure());
    }

    private static Value<Long> loop(Flow flow, Value<Long> start) {
        return flow.<Long>repeat(start, number -> flow.call(Increment.class, number))
                .until(number -> flow.call(LoopsOfRunsTest.IsRound.class, number))
                .every(A_MINUTE)
                .atMost(MANY);
    }

    // ------------------------------------------------------------------------------------------------------- cancel

    @Test
    void cancelDuringARoundEndsTheLoopAndARerunContinuesWithTheRound() {
        deploy(CancelInPartsTest::loop);

        cancelAfter(A_MINUTE.multipliedBy(3).plusSeconds(30));

        assertThat(cloud.computed()).isEqualTo(Map.of("increment", 4, "is round", 4));
        assertThat(children(execution("one"))).isNotEmpty().containsOnly("ABORTED");

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::longValue)).contains(10L);
        assertThat(cloud.reused()).isEqualTo(Map.of("increment", 4, "is round", 4));
        assertThat(cloud.computed()).isEqualTo(Map.of("increment", 6, "is round", 6));
    }

    @Test
    void cancelInALoopEndsTheRunOfAnotherWorkflowThatARoundHasStarted() {
        deploy((flow, start) -> flow.<Long>repeat(
                        start, number -> flow.call(Increment.class, flow.run(SlowSquare.class, number)))
                .until(number -> flow.call(LoopsOfRunsTest.IsRound.class, number))
                .atMost(MANY));

        cancelAfter(A_MINUTE.plusSeconds(30));

        assertThat(cloud.runs().children("one"))
                .extracting(run -> run.status())
                .containsExactlyInAnyOrder(RunStatus.SUCCEEDED, RunStatus.ABORTED);
        assertThat(children(execution("one"))).isNotEmpty().containsOnly("ABORTED");
    }

    @Test
    void cancelInAnAttemptIsNoOutcome() {
        deploy((flow, number) -> {
            Attempt<Long> attempt =
                    flow.attempt(() -> flow.call(Square.class, number).after(flow.sleep(A_MINUTE)));
            return flow.call(ValueOf.class, attempt);
        });

        cancelAfter(Duration.ofSeconds(30));

        assertThat(cloud.computed()).doesNotContainKeys("square", "value of");
    }

    @Test
    void cancelWhileACleanupRunsEndsItAndARerunRunsItsRest() {
        deploy((flow, number) ->
                flow.ensure(() -> flow.call(Increment.class, number), () -> flow.call(Same.class, number)
                        .after(flow.sleep(A_MINUTE))));

        cancelAfter(Duration.ofSeconds(30));

        assertThat(cloud.computed()).containsEntry("increment", 1).doesNotContainKey("same");

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::longValue)).contains(1L);
        assertThat(cloud.computed()).containsEntry("same", 1);
    }

    // ------------------------------------------------------------------------------------------------------- redrive

    @Test
    void redriveRepeatsNoRoundAndARerunContinuesWithTheRoundThatFailed() {
        deploy(CancelInPartsTest::loop);
        World.BAD.add(5L);
        EmbeddedRun failed = cloud.run("one", "parts", LongNode.valueOf(0));
        assertThat(failed.failure().map(RunError::action)).contains("5");
        World.BAD.clear();

        redrive(failed);

        assertThat(cloud.rerun("two", "one", new RerunSelection.OnlyFailed())
                        .output()
                        .map(JsonNode::longValue))
                .contains(10L);
        assertThat(cloud.computed()).isEqualTo(Map.of("increment", 5, "is round", 5));
    }

    @Test
    void redriveAfterAnAttemptRepeatsNoneOfItsSteps() {
        deploy((flow, number) -> flow.call(
                Increment.class, flow.call(ValueOf.class, flow.attempt(() -> flow.call(Square.class, number)))));
        World.BAD.add(0L);
        World.BAD.add(-1L);
        EmbeddedRun failed = cloud.run("one", "parts", LongNode.valueOf(0));
        assertThat(failed.failure().map(RunError::node)).contains("increment");
        World.BAD.clear();

        redrive(failed);
    }

    @Test
    void redriveAfterACleanupDoesNotRepeatTheCleanup() {
        deploy((flow, number) ->
                flow.ensure(() -> flow.call(Increment.class, number), () -> flow.call(Same.class, number)));
        World.BAD.add(0L);
        EmbeddedRun failed = cloud.run("one", "parts", LongNode.valueOf(0));
        assertThat(failed.failure().map(RunError::node)).contains("increment");
        World.BAD.clear();

        redrive(failed);
    }

    @Test
    void redriveAfterARunOfAnotherWorkflowStartsItOnlyInARerun() {
        deploy((flow, number) -> flow.run(SlowSquare.class, number));
        World.BAD.add(0L);
        EmbeddedRun failed = cloud.run("one", "parts", LongNode.valueOf(0));
        assertThat(failed.failure().map(RunError::node)).contains("slow square");
        World.BAD.clear();

        redrive(failed);

        assertThat(cloud.runs().children("one")).hasSize(1);
        assertThat(cloud.rerun("two", "one", new RerunSelection.OnlyFailed())
                        .output()
                        .map(JsonNode::longValue))
                .contains(0L);
    }
}
