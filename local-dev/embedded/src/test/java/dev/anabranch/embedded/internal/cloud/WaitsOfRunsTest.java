package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waits take virtual time, and reruns do not repeat waits that have ended. */
final class WaitsOfRunsTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /** A number of days as a duration. */
    public static final class Days implements Task<Long, Duration> {
        @Override
        public Duration run(Long days, TaskContext context) {
            return Duration.ofDays(days);
        }
    }

    /** A number of days after 2026-01-01 as a time. */
    public static final class DayOf2026 implements Task<Long, Instant> {
        @Override
        public Instant run(Long days, TaskContext context) {
            return RunsCloud.START.plus(Duration.ofDays(days));
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

    /** Waits, then squares the number. */
    private static Workflow<Long, Long> waiting(BiFunction<Flow, Value<Long>, Wait> wait) {
        return new Workflow<>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> number) {
                return flow.call(World.Square.class, number).after(wait.apply(flow, number));
            }

            @Override
            public String name() {
                return "waiting";
            }
        };
    }

    private Duration time(String run) {
        RunRecord record = cloud.runs().get(run);
        return Duration.between(record.started(), Objects.requireNonNull(record.ended()));
    }

    @Test
    void constantWaitTakesItsTime() {
        cloud.deploy(waiting((flow, number) -> flow.sleep(Duration.ofDays(300))));

        EmbeddedRun run = cloud.run("one", "waiting", LongNode.valueOf(3));

        assertThat(run.output().map(JsonNode::longValue)).contains(9L);
        assertThat(time("one"))
                .isBetween(Duration.ofDays(300), Duration.ofDays(300).plus(A_MINUTE));
    }

    @Test
    void computedWaitTakesItsTime() {
        cloud.deploy(waiting((flow, number) -> flow.sleep(flow.call(Days.class, number))));

        assertThat(cloud.run("one", "waiting", LongNode.valueOf(3)).succeeded()).isTrue();

        assertThat(time("one")).isBetween(Duration.ofDays(3), Duration.ofDays(3).plus(A_MINUTE));
    }

    @Test
    void waitUntilTimeEndsAtThatTime() {
        cloud.deploy(waiting((flow, number) -> flow.sleepUntil(flow.call(DayOf2026.class, number))));

        assertThat(cloud.run("one", "waiting", LongNode.valueOf(3)).succeeded()).isTrue();

        assertThat(cloud.runs().get("one").ended())
                .isBetween(
                        RunsCloud.START.plus(Duration.ofDays(3)),
                        RunsCloud.START.plus(Duration.ofDays(3)).plus(A_MINUTE));
    }

    @Test
    void pastTimesAndNegativeDurationsDoNotWait() {
        cloud.deploy(waiting((flow, number) ->
                flow.sleep(flow.call(Days.class, number)).after(flow.sleepUntil(flow.call(DayOf2026.class, number)))));

        assertThat(cloud.run("one", "waiting", LongNode.valueOf(-3)).succeeded())
                .isTrue();

        assertThat(time("one")).isLessThan(A_MINUTE);
    }

    @Test
    void waitOfMoreThanYearFailsWithItsName() {
        cloud.deploy(waiting(
                (flow, number) -> flow.sleep(flow.call(Days.class, number)).named("long wait")));

        EmbeddedRun run = cloud.run("one", "waiting", LongNode.valueOf(366));

        assertThat(run.failure().map(RunError::node)).contains("long wait");
        assertThat(run.failure().map(RunError::message).orElseThrow()).contains("more than 365 days");
    }

    @Test
    void rerunDoesNotRepeatWait() {
        cloud.deploy(waiting((flow, number) -> flow.sleep(Duration.ofDays(1))));
        World.BAD.add(3L);
        assertThat(cloud.run("one", "waiting", LongNode.valueOf(3)).succeeded()).isFalse();
        World.BAD.clear();

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::longValue)).contains(9L);
        assertThat(cloud.reused()).isEqualTo(Map.of("sleep", 1));
        assertThat(time("two")).isLessThan(A_MINUTE);
    }

    @Test
    void rerunFromWaitWaitsAgain() {
        cloud.deploy(waiting((flow, number) -> flow.sleep(Duration.ofDays(1))));
        cloud.run("one", "waiting", LongNode.valueOf(3));

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.From("sleep"));

        assertThat(rerun.succeeded()).isTrue();
        assertThat(time("two")).isBetween(Duration.ofDays(1), Duration.ofDays(1).plus(A_MINUTE));
    }

    @Test
    void everyItemOfNestedFanOutWaits() {
        cloud.deploy(new Workflow<Long, Long>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> width) {
                return flow.call(
                        World.Sum.class,
                        flow.map(
                                        flow.call(World.Count.class, width),
                                        row -> flow.call(
                                                World.Sum.class,
                                                flow.map(flow.call(World.Cut.class, row), cell -> flow.call(
                                                                        World.Same.class, cell)
                                                                .after(flow.sleep(flow.call(Days.class, cell))))
                                                        .collect()))
                                .collect());
            }

            @Override
            public String name() {
                return "nested";
            }
        });

        EmbeddedRun run = cloud.run("one", "nested", LongNode.valueOf(3));

        assertThat(run.output().map(JsonNode::longValue)).contains(6L + 406 + 806);
        assertThat(time("one"))
                .isBetween(Duration.ofDays(203), Duration.ofDays(203).plus(A_MINUTE));
    }
}
