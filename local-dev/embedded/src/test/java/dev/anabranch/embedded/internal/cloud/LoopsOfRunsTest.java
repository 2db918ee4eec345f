package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.integration.LambdaInvoker.LambdaException;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlanMargins;
import dev.anabranch.translate.internal.plan.RepeatPlan;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loops run their rounds in turn, and reruns continue with the round that failed. */
final class LoopsOfRunsTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** The number of polls so far. */
    private static final AtomicLong POLLS = new AtomicLong();

    /** The answer to a poll. */
    public record Job(long polls, boolean done, String log) {}

    /** Is done after as many polls as its input says, and fails at a poll with a bad number. */
    public static final class GetJob implements Task<Long, Job> {
        @Override
        public Job run(Long limit, TaskContext context) {
            long polls = POLLS.incrementAndGet();
            if (World.BAD.contains(polls)) {
                throw new IllegalStateException("poll " + polls + " is bad");
            }
            return new Job(polls, polls >= limit, "");
        }
    }

    /** As {@link GetJob}, with a result that does not travel inline. */
    public static final class GetLargeJob implements Task<Long, Job> {
        @Override
        public Job run(Long limit, TaskContext context) {
            long polls = POLLS.incrementAndGet();
            return new Job(polls, polls >= limit, "x".repeat(300_000));
        }
    }

    /** Adds one. */
    public static final class Increment implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            if (World.BAD.contains(number)) {
                throw new IllegalStateException(number + " is bad");
            }
            return number + 1;
        }
    }

    /** Whether a number is a multiple of ten. */
    public static final class IsRound implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long number, TaskContext context) {
            return number % 10 == 0;
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
        reset();
    }

    @AfterEach
    void close() {
        reset();
        cloud.close();
    }

    private static void reset() {
        World.BAD.clear();
        POLLS.set(0);
    }

    private void deploy(BiFunction<Flow, Value<Long>, Value<Long>> definition) {
        cloud.deploy(looping(definition));
    }

    private static Workflow<Long, Long> looping(BiFunction<Flow, Value<Long>, Value<Long>> definition) {
        return new Workflow<>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> input) {
                return definition.apply(flow, input);
            }

            @Override
            public String name() {
                return "looping";
            }
        };
    }

    private EmbeddedRun run(long input) {
        return cloud.run("one", "looping", LongNode.valueOf(input));
    }

    private static Optional<Long> output(EmbeddedRun run) {
        assertThat(run.failure()).isEmpty();
        return run.output().map(JsonNode::longValue);
    }

    private Duration time(String run) {
        RunRecord record = cloud.runs().get(run);
        return Duration.between(record.started(), Objects.requireNonNull(record.ended()));
    }

    private static Repeat<Job> poll(Flow flow, Value<Long> limit) {
        return flow.poll(GetJob.class, limit).until(job -> job.get(Job::done));
    }

    private static Repeat<Long> toRoundNumber(Flow flow, Value<Long> start) {
        return flow.<Long>repeat(start, number -> flow.call(Increment.class, number))
                .until(number -> flow.call(IsRound.class, number))
                .atMost(10);
    }

    @Test
    void loopEndsWhenItsConditionHolds() {
        deploy((flow, limit) -> poll(flow, limit).atMost(50).get(Job::polls));

        assertThat(output(run(7))).contains(7L);
        assertThat(cloud.computed()).isEqualTo(Map.of("get job", 7, "output", 1));
    }

    @Test
    void pollOfACallHasItsOptions() {
        deploy((flow, limit) -> flow.<Job>poll(() -> flow.call(GetJob.class, limit)
                        .named("look")
                        .retry(Retry.upTo(1))
                        .timeout(Duration.ofSeconds(7)))
                .until(job -> job.get(Job::done))
                .atMost(50)
                .get(Job::polls));

        assertThat(output(run(7))).contains(7L);
        assertThat(cloud.computed()).isEqualTo(Map.of("look", 7, "output", 1));
        assertThat(cloud.runs().graph("one").node("look")).isPresent();
    }

    @Test
    void roundReceivesWhatTheRoundBeforeReturned() {
        deploy(LoopsOfRunsTest::toRoundNumber);

        assertThat(output(run(13))).contains(20L);
        assertThat(cloud.computed()).isEqualTo(Map.of("increment", 7, "is round", 7));
    }

    @Test
    void tooManyRoundsFailTheLoopWithItsName() {
        deploy((flow, limit) ->
                poll(flow, limit).atMost(5).named("wait for job").get(Job::polls));

        EmbeddedRun run = run(7);

        RunError failure = run.failure().orElseThrow();
        assertThat(failure.node()).isEqualTo("repeat wait for job");
        assertThat(failure.name()).isEqualTo("Anabranch.TooManyRounds");
        assertThat(failure.message()).contains("`repeat wait for job` has run 5 rounds");
    }

    @Test
    void rerunWithLargerLimitContinues() {
        deploy((flow, limit) -> poll(flow, limit).atMost(5).get(Job::polls));
        run(7);
        deploy((flow, limit) -> poll(flow, limit).atMost(50).get(Job::polls));

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.Unfinished());

        assertThat(output(rerun)).contains(7L);
        assertThat(cloud.reused()).isEqualTo(Map.of("get job", 5));
        assertThat(cloud.computed()).isEqualTo(Map.of("get job", 2, "output", 1));
    }

    @Test
    void pausesTakeTheirTimeBetweenRounds() {
        deploy((flow, limit) ->
                poll(flow, limit).every(Duration.ofHours(1)).atMost(50).get(Job::polls));

        assertThat(output(run(7))).contains(7L);
        assertThat(time("one"))
                .isBetween(Duration.ofHours(6), Duration.ofHours(6).plus(A_MINUTE));
    }

    @Test
    void rerunContinuesWithTheRoundThatFailedAndDoesNotPauseBefore() {
        deploy((flow, limit) ->
                poll(flow, limit).every(Duration.ofHours(1)).atMost(500).get(Job::polls));
        World.BAD.add(301L);
        EmbeddedRun failed = run(304);
        assertThat(failed.failure().map(RunError::action)).contains("300");

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(output(rerun)).contains(304L);
        assertThat(cloud.reused()).isEqualTo(Map.of("get job", 300));
        assertThat(cloud.computed()).isEqualTo(Map.of("get job", 3, "output", 1));
        assertThat(time("two"))
                .isBetween(Duration.ofHours(2), Duration.ofHours(2).plus(A_MINUTE));
        assertThat(cloud.runs().counts("two").total()).isEqualTo(304);
    }

    @Test
    void rerunOfOneRoundComputesTheLaterRoundsToo() {
        deploy(LoopsOfRunsTest::toRoundNumber);
        run(13);

        EmbeddedRun rerun =
                cloud.rerun("two", "one", new RerunSelection.Items(Optional.of("increment"), IndexRange.parse("4")));

        assertThat(output(rerun)).contains(20L);
        assertThat(cloud.computed()).isEqualTo(Map.of("increment", 3, "is round", 3));
    }

    /** The embedded cloud enforces the quota of 25,000 history events for each execution. */
    @Test
    void everyExecutionOf10000RoundsHasFewerThan25000Events() {
        Workflow<Long, Long> workflow = looping((flow, limit) ->
                poll(flow, limit).every(Duration.ofSeconds(30)).atMost(10_000).get(Job::polls));
        cloud.deploy(workflow);

        assertThat(output(run(10_000))).contains(10_000L);

        Plan plan = Definition.of(workflow).plan();
        RepeatPlan rounds = plan.graph().nodes().stream()
                .filter(Node.Repeat.class::isInstance)
                .map(node -> plan.repeat((Node.Repeat) node))
                .findFirst()
                .orElseThrow();
        List<Integer> events = cloud.historyEvents("one");
        List<Integer> children = events.subList(1, events.size());
        assertThat(children).hasSize((int) ((10_000 + rounds.rounds() - 1) / rounds.rounds()));
        assertThat(events).allMatch(count -> count < 25_000);
        assertThat(events.get(0)).isLessThanOrEqualTo(rounds.events() + PlanMargins.HISTORY_RESERVE_EVENTS);
        assertThat(children)
                .allMatch(
                        count -> count <= rounds.rounds() * rounds.roundEvents() + PlanMargins.HISTORY_RESERVE_EVENTS);
    }

    /** Each round is throttled and fails for as long as it is retried, so it writes the most events. */
    @Test
    void everyExecutionKeepsItsQuotaIfEachRoundUsesAllItsRetries(@TempDir Path scratch) {
        try (RunsCloud faulty = new RunsCloud(scratch, functions -> (function, payload, context) -> {
            LambdaException fault = context.retryCount() < 6
                    ? LambdaException.throttled()
                    : new LambdaException("Lambda.ServiceException", "Internal failure.");
            return context.retryCount() < 8
                    ? CompletableFuture.failedFuture(fault)
                    : functions.invoke(function, payload, context);
        })) {
            faulty.deploy(
                    looping((flow, limit) -> poll(flow, limit).atMost(1_000).get(Job::polls)));

            EmbeddedRun run = faulty.run("one", "looping", LongNode.valueOf(1_000));

            assertThat(output(run)).contains(1_000L);
        }
    }

    @Test
    void conditionOfLargeResultIsReadByCall() {
        deploy((flow, limit) -> flow.poll(GetLargeJob.class, limit)
                .until(job -> job.get(Job::done))
                .atMost(5)
                .get(Job::polls));

        assertThat(output(run(3))).contains(3L);
        assertThat(cloud.computed())
                .isEqualTo(Map.of("get large job", 3, "until of repeat get large job", 3, "output", 1));
    }

    @Test
    void loopsWorkInFanOutsInConditionalsAndInLoops() {
        deploy((flow, width) -> flow.call(
                World.Sum.class,
                flow.map(flow.call(World.Count.class, width), number -> flow.when(
                                        flow.call(IsRound.class, number), () -> number, () -> flow.<Long>repeat(
                                                        number,
                                                        before ->
                                                                toRoundNumber(flow, flow.call(Increment.class, before)))
                                                .until(after -> flow.call(
                                                        IsRound.class,
                                                        flow.fold(
                                                                flow.call(World.Cut.class, number),
                                                                after,
                                                                (sum, item) -> sum)))
                                                .atMost(3))
                                .value())
                        .collect()));

        // 1 to 9 become 2 to 10 by an increment, and then the next multiple of ten that is larger.
        assertThat(output(run(12))).contains(0L + 8 * 10 + 20 + 10 + 20);
    }

    @Test
    void failureInRoundOfTolerantItemIsItsOutcome() {
        deploy((flow, width) -> flow.call(
                World.Sum.class,
                flow.map(flow.call(World.Count.class, width), number -> toRoundNumber(flow, number))
                        .tolerate(6)
                        .collect()));
        World.BAD.add(5L);

        assertThat(output(run(10))).contains(40L);
    }
}
