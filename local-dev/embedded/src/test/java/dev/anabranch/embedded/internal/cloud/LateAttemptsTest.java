package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that end after their timeout, and invocations that arrive after the end of the run. */
final class LateAttemptsTest {

    private final Storage storage = Storage.inMemory();
    private final TaskTime clock = new TaskTime(new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")));
    private final List<Delivered> delivered = new ArrayList<>();
    private final EmbeddedCloud cloud = cloud();

    @SuppressWarnings("ArrayRecordComponent")
    private record Delivered(LambdaInvoker functions, String function, byte[] payload, CallContext context) {
        CompletionStage<LambdaInvoker.Answer> again() {
            return functions.invoke(function, payload, context);
        }
    }

    /** A virtual clock that a task can advance, although the engine waits for the task. */
    @SuppressWarnings("ArrayRecordComponent")
    private record TaskTime(EngineClock clock, Duration[] passed) implements EngineClock {
        TaskTime(EngineClock clock) {
            this(clock, new Duration[] {Duration.ZERO});
        }

        void pass(Duration time) {
            passed[0] = passed[0].plus(time);
        }

        @Override
        public Instant instant() {
            return clock.instant().plus(passed[0]);
        }

        @Override
        public Timer schedule(Duration delay, Runnable action) {
            return clock.schedule(delay, action);
        }

        @Override
        public Hold hold() {
            return clock.hold();
        }
    }

    /** Takes as many seconds as its input in the first attempt, and no time in the next. */
    public static final class Slow implements Task<Long, Long> {
        @Override
        public Long run(Long seconds, TaskContext context) {
            throw new IllegalStateException("replaced by the test");
        }
    }

    /** Describes the outcomes. */
    public static final class Describe implements Task<Results<Outcome<Long>>, List<String>> {
        @Override
        public List<String> run(Results<Outcome<Long>> outcomes, TaskContext context) {
            return outcomes.stream()
                    .map(outcome -> outcome.fold(String::valueOf, failed -> failed.error()))
                    .toList();
        }
    }

    private record Named<I, O>(String name, Function<Flow, Function<Value<I>, Value<O>>> body)
            implements Workflow<I, O> {
        @Override
        public Value<O> define(Flow flow, Value<I> input) {
            return body.apply(flow).apply(input);
        }
    }

    /** Two nodes of one function, which therefore has the longer timeout of 100 seconds. */
    private static Workflow<Long, Long> twoTimeouts(int retries) {
        return new Named<>(
                "two-timeouts",
                flow -> input -> flow.call(
                                Slow.class,
                                flow.call(Slow.class, input)
                                        .named("short")
                                        .timeout(Duration.ofSeconds(2))
                                        .retry(Retry.upTo(retries)))
                        .named("long")
                        .timeout(Duration.ofSeconds(100)));
    }

    /** The same with a fan-out over the numbers from zero. */
    private static Workflow<Long, List<String>> fanOut(int batch, int retries) {
        return new Named<>("fan-out", flow -> input -> {
            Value<Long> width = flow.call(Slow.class, input).named("long").timeout(Duration.ofSeconds(100));
            return flow.call(
                    Describe.class,
                    flow.map(flow.call(World.Count.class, width), Slow.class)
                            .named("short")
                            .batch(batch)
                            .timeout(Duration.ofSeconds(2))
                            .retry(Retry.upTo(retries))
                            .outcomes());
        });
    }

    /** The same, in which a failed item fails the run. */
    private static Workflow<Long, Long> strict(int batch) {
        return new Named<>("strict", flow -> input -> {
            Value<Long> width = flow.call(Slow.class, input).named("long").timeout(Duration.ofSeconds(100));
            return flow.call(
                    World.Sum.class,
                    flow.map(flow.call(World.Count.class, width), Slow.class)
                            .named("short")
                            .batch(batch)
                            .timeout(Duration.ofSeconds(2))
                            .collect());
        });
    }

    private final List<Long> ran = new ArrayList<>();
    private boolean dies;

    /** Takes the time that its input says; none if it ran for the input before. */
    private Long slow(Long seconds) {
        if (!ran.contains(seconds)) {
            clock.pass(Duration.ofSeconds(seconds));
        }
        ran.add(seconds);
        if (dies) {
            throw new OutOfMemoryError("injected");
        }
        return seconds;
    }

    @Test
    void callWithAShorterTimeoutThanItsFunctionFailsAfterIt() {
        EmbeddedRun run = run(twoTimeouts(0), 6);

        assertThat(run.status()).isEqualTo("FAILED");
        assertThat(run.failure().orElseThrow().node()).isEqualTo("short");
        assertThat(run.failure().orElseThrow().name()).isEqualTo("Anabranch.Timeout");
        assertThat(told()).containsExactly("short FAILED");
        assertThat(ran).containsExactly(6L);
    }

    @Test
    void retryOfATimeoutIsThatOfItsCall() {
        EmbeddedRun run = run(twoTimeouts(1), 6);

        assertThat(run.output().map(JsonNode::longValue)).contains(6L);
        assertThat(told()).containsExactly("short SUCCEEDED", "long SUCCEEDED");
    }

    @Test
    void callWithTheTimeoutOfItsFunctionHasAllOfIt() {
        EmbeddedRun run = run(twoTimeouts(0), 1);
        assertThat(run.output().map(JsonNode::longValue)).contains(1L);

        ran.clear();
        clock.pass(Duration.ofSeconds(1));
        assertThat(run(fanOut(1, 0), "other", 5).failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 2", "3, 0", "3, 2"})
    void itemsThatOutliveTheirTimeoutAreFailures(int batch, int retries) {
        EmbeddedRun run = run(fanOut(batch, retries), 5);

        // The items take 0, 1, 2, 3 and 4 seconds. Those of a batch have its 2 seconds together.
        String late = "Anabranch.Timeout";
        List<String> outcomes = List.of("0", "1", late, late, late);
        assertThat(run.output().orElseThrow().toString())
                .isEqualTo((retries == 0 ? outcomes : List.of("0", "1", "2", "3", "4"))
                        .stream()
                                .map(outcome -> '"' + outcome + '"')
                                .toList()
                                .toString()
                                .replace(", ", ","));
        long failed = retries == 0 ? 3 : 0;
        assertThat(run.actions().failed()).isEqualTo(failed);
        assertThat(told().stream().filter("short FAILED"::equals)).hasSize((int) failed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void invocationsAfterASuccessfulRunChangeNothingThatItCounts(int batch) {
        EmbeddedRun run = run(fanOut(batch, 0), 5);
        ran.clear();

        redeliver();

        agree();
        assertThat(cloud.runs().get("run").status().name()).isEqualTo(run.status());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void invocationsAfterAFailedRunLeaveNothingRunning(int batch) {
        EmbeddedRun run = run(strict(batch), 5);
        assertThat(run.failure().orElseThrow().name()).isEqualTo("Anabranch.Timeout");

        redeliver();

        agree();
        assertThat(cloud.runs().get("run").failure()).isEqualTo(run.failure());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void claimsAfterTheEndAreAborted(int batch) {
        run(strict(batch), 5);
        long before = cloud.runs().counts("run").failed();
        dies = true;

        redeliver();

        agree();
        assertThat(cloud.runs().counts("run").running()).isZero();
        assertThat(before).isPositive();
    }

    private EmbeddedRun run(Workflow<Long, ?> workflow, long input) {
        return run(workflow, "run", input);
    }

    private EmbeddedRun run(Workflow<Long, ?> workflow, String id, long input) {
        return cloud.start(cloud.deploy(workflow), id, LongNode.valueOf(input))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** Delivers all invocations again, in a new order. */
    private void redeliver() {
        List<Delivered> again = new ArrayList<>(delivered);
        Collections.shuffle(again, new Random(7));
        again.forEach(Delivered::again);
    }

    private List<String> told() {
        return cloud.runs().actions("run", ActionQuery.all(100)).items().stream()
                .filter(action -> action.node().equals("short") || action.node().equals("long"))
                .map(action -> action.node() + " " + action.record().status())
                .toList();
    }

    /** Compares the counts with the list of actions and with each record. */
    private void agree() {
        List<RunAction> actions =
                cloud.runs().actions("run", ActionQuery.all(100)).items();
        ActionCounts counts = cloud.runs().counts("run");
        assertThat(actions).noneMatch(action -> action.record().status() == ActionStatus.RUNNING);
        assertThat(List.of(counts.succeeded(), counts.failed(), counts.aborted(), counts.running()))
                .isEqualTo(Stream.of(
                                ActionStatus.SUCCEEDED, ActionStatus.FAILED, ActionStatus.ABORTED, ActionStatus.RUNNING)
                        .map(status -> actions.stream()
                                .filter(action -> action.record().status() == status)
                                .count())
                        .toList());
        assertThat(actions).allSatisfy(action -> assertThat(cloud.reader()
                        .action("run", action.node(), indexes(action.path()))
                        .map(ActionRecord::status))
                .contains(action.record().status()));
    }

    private static List<Long> indexes(String path) {
        return path.isEmpty()
                ? List.of()
                : Stream.of(path.split("\\.")).map(Long::valueOf).toList();
    }

    private EmbeddedCloud cloud() {
        return EmbeddedCloud.builder()
                .clock(clock)
                .engine(Runnable::run)
                .threads(Runnable::run)
                .readers(Runnable::run)
                .random(new Random(1))
                .storage(storage)
                .scratch(Path.of("target"))
                .tasks(task -> task == Slow.class
                        ? (Task<Long, Long>) (seconds, context) -> slow(seconds)
                        : ActionRunner.instance(task))
                .invocations(functions -> (function, payload, context) -> {
                    Delivered one = new Delivered(functions, function, payload, context);
                    delivered.add(one);
                    return one.again();
                })
                .build();
    }

    @AfterEach
    void close() {
        cloud.close();
        storage.close();
    }
}
