package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.lifecycle.SignalOutcome;
import dev.anabranch.runs.internal.lifecycle.SignalRequest;
import dev.anabranch.runs.internal.lifecycle.SubRunRequest;
import dev.anabranch.runs.internal.lifecycle.SubRunStarted;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waits for answers and runs of other workflows end when the scope around them is stopped. */
@SuppressWarnings("try") // A hold acts by being open.
final class StoppedPartsTest {

    private static final Set<Long> BAD = ConcurrentHashMap.newKeySet();
    private static final Duration LONG = Duration.ofDays(3);

    /** The numbers from 0. */
    public static final class Numbers implements Task<Long, List<Long>> {
        @Override
        public List<Long> run(Long width, TaskContext context) {
            return LongStream.range(0, width).boxed().toList();
        }
    }

    /** Returns twice the number, and fails for some. */
    public static final class Twice implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            if (BAD.contains(number)) {
                throw new PermanentFailure(number + " is bad");
            }
            return 2 * number;
        }
    }

    /** Adds numbers. */
    public static final class Total implements Task<List<Long>, Long> {
        @Override
        public Long run(List<Long> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Adds results. */
    public static final class Sum implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Whether the number is even. */
    public static final class Even implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long number, TaskContext context) {
            return number % 2 == 0;
        }
    }

    /** Whether the number is at least 10. */
    public static final class Big implements Task<Long, Boolean> {
        @Override
        public Boolean run(Long number, TaskContext context) {
            return number >= 10;
        }
    }

    /** Returns the value of an outcome, or -1. */
    public static final class OrMinusOne implements Task<Outcome<Long>, Long> {
        @Override
        public Long run(Outcome<Long> outcome, TaskContext context) {
            return outcome.fold(value -> value, failure -> -1L);
        }
    }

    /** Waits for a day. */
    public static final class Slow implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Twice.class, number).after(flow.sleep(Duration.ofDays(1)));
        }
    }

    /** Waits for an answer. */
    public static final class Asking implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.await("answer", Long.class).timeout(LONG);
        }
    }

    /** Runs a workflow that waits, in an attempt. */
    public static final class Middle implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(OrMinusOne.class, flow.attempt(() -> flow.run(Asking.class, number)));
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        BAD.clear();
        cloud = new RunsCloud(scratch);
    }

    @AfterEach
    void close() {
        BAD.clear();
        cloud.close();
    }

    private static Workflow<Long, Object> outer(BiFunction<Flow, Value<Long>, Value<?>> definition) {
        return new Workflow<>() {
            @Override
            @SuppressWarnings("unchecked")
            public Value<Object> define(Flow flow, Value<Long> input) {
                return (Value<Object>) definition.apply(flow, input);
            }

            @Override
            public String name() {
                return "outer";
            }
        };
    }

    /** Attempts steps of which the call of {@link Twice} fails for 3 after two other calls, and continues for two days. */
    private static Value<?> attempted(Flow flow, Value<Long> number, Value<Long> waiting) {
        return flow.call(Total.class, flow.list(List.of(waiting, failing(flow, number))));
    }

    private static Call<Long> failing(Flow flow, Value<Long> number) {
        Value<Long> one = flow.call(Twice.class, flow.value(1L)).named("first");
        return flow.call(Twice.class, number)
                .named("failing")
                .after(flow.call(Twice.class, one).named("second"));
    }

    private static Value<?> continued(Flow flow, Step earlier) {
        return flow.call(Twice.class, flow.value(9L))
                .named("after")
                .after(flow.sleep(Duration.ofDays(2)).named("two days").after(earlier));
    }

    private static BiFunction<Flow, Value<Long>, Value<?>> attempt(BiFunction<Flow, Value<Long>, Value<Long>> waiting) {
        return (flow, number) ->
                continued(flow, flow.attempt(() -> attempted(flow, number, waiting.apply(flow, number))));
    }

    private static FanOut<Long> each(Flow flow, Value<Long> width, Function<Value<Long>, Value<Long>> body) {
        return flow.map(flow.call(Numbers.class, width).named("list"), body);
    }

    /** Starts a run, stops the clock when it waits for the two days, and checks that nothing else of it is running. */
    private void stopped(BiFunction<Flow, Value<Long>, Value<?>> definition, long input, Runnable then) {
        stopped(Target.AWS, definition, input, then);
    }

    private void stopped(Target target, BiFunction<Flow, Value<Long>, Value<?>> definition, long input, Runnable then) {
        cloud.cloud().deploy(outer(definition), target);
        try (EngineClock.Hold hold = cloud.hold()) {
            cloud.runs().start(RunRequest.of("outer", LongNode.valueOf(input)).named("run"));
            assertThat(cloud.runs().get("run").status()).isEqualTo(RunStatus.RUNNING);
            assertThat(running("run")).isEmpty();
            cloud.runs().children("run").forEach(this::assertEnded);
            then.run();
        }
        assertThat(cloud.runs().get("run").status()).isEqualTo(RunStatus.SUCCEEDED);
        assertEnded(cloud.runs().get("run"));
    }

    private List<String> running(String run) {
        return cloud.runs().actions(run, ActionQuery.all(1_000).with(ActionStatus.RUNNING)).items().stream()
                .map(action -> action.node() + "[" + action.path() + "]")
                .toList();
    }

    /** Checks that a run has ended, and with it all its actions and the runs that it has started, as recorded. */
    private void assertEnded(RunRecord run) {
        assertThat(run.status().ended()).as(run.id()).isTrue();
        assertThat(running(run.id())).isEmpty();
        cloud.runs().list(RunQuery.latest(100)).items().stream()
                .filter(listed -> listed.startedBy()
                        .filter(parent -> parent.run().equals(run.id()))
                        .isPresent())
                .forEach(listed ->
                        assertThat(listed.status().ended()).as(listed.id()).isTrue());
        cloud.runs().children(run.id()).forEach(this::assertEnded);
    }

    private List<RunAction> actions(String node) {
        return cloud.runs().actions("run", ActionQuery.all(1_000).of(node)).items();
    }

    private List<SignalOutcome> signal(String node, List<Long> path) {
        return cloud.runs().signal(new SignalRequest("run", node, List.of(path), LongNode.valueOf(5), "key"));
    }

    private void assertRefused(String node, List<Long> path) {
        assertThat(signal(node, path)).singleElement().satisfies(outcome -> {
            assertThat(outcome.accepted()).isFalse();
            assertThat(outcome.reason()).isEqualTo("has ended without an answer: it is ABORTED");
        });
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void waitInFanOutEndsWithAttemptAroundIt(Target target) {
        BAD.add(3L);
        stopped(
                target,
                attempt((flow, number) -> flow.call(
                        Total.class,
                        each(flow, number, item -> flow.await("ok", Long.class).timeout(LONG))
                                .toList())),
                3,
                () -> {
                    assertThat(actions("ok"))
                            .extracting(action -> action.record().status(), action -> action.record()
                                    .errorMessage())
                            .containsOnly(tuple(ActionStatus.ABORTED, "Stopped, because `failing` failed."))
                            .hasSize(3);
                    assertRefused("ok", List.of(1L));
                });
        assertThat(actions("stop of attempt"))
                .extracting(action -> action.record().status())
                .containsExactly(ActionStatus.SUCCEEDED);
    }

    @Test
    void waitThatIsWrittenAfterItsScopeWasStoppedIsNoWait() {
        BAD.add(3L);
        DynamoDbActionStore records =
                new DynamoDbActionStore(cloud.cloud().dynamoDb(), EmbeddedCloud.TABLE, DynamoDbActionStore.RETENTION);
        RecordKey late = RecordKey.of("run", "ok", List.of(1L));
        RecordedAttempt attempt = new RecordedAttempt(1, RunsCloud.START, "");
        stopped(
                attempt((flow, number) -> flow.call(
                        Total.class,
                        each(flow, number, item -> flow.await("ok", Long.class).timeout(LONG))
                                .toList())),
                3,
                () -> {
                    records.delete(late.partition());
                    records.claim(late, attempt);
                    assertRefused("ok", List.of(1L));

                    records.delete(late.partition());
                    records.claim(late, attempt);
                    assertThat(running("run")).isEmpty();
                    assertThat(actions("ok")).singleElement().satisfies(action -> assertThat(
                                    action.record().errorMessage())
                            .isEqualTo("Stopped before it had begun."));
                });
    }

    @Test
    void runThatIsPreparedAfterItsScopeWasStoppedEndsImmediately() {
        BAD.add(3L);
        stopped(
                attempt((flow, number) -> flow.call(
                        Total.class,
                        each(flow, number, item -> flow.run(Slow.class, item)).toList())),
                3,
                () -> {
                    SubRunStarted late = cloud.runs()
                            .prepare(new SubRunRequest("run", "slow", List.of(9L), "slow", LongNode.valueOf(9), ""));

                    assertThat(late.input()).isEmpty();
                    assertThat(cloud.runs().get(late.run()).status()).isEqualTo(RunStatus.ABORTED);
                    assertThat(running("run")).isEmpty();
                });
    }

    @Test
    void waitInLoopEndsWithAttemptAroundIt() {
        BAD.add(3L);
        stopped(
                attempt((flow, number) -> flow.repeat(
                                number, state -> flow.await("ok", Long.class).timeout(LONG))
                        .until(state -> flow.call(Big.class, state))
                        .atMost(20)),
                3,
                () -> assertRefused("ok", List.of(0L)));
    }

    @Test
    void waitInDistributedFanOutEndsWithAttemptAroundIt() {
        BAD.add(60L);
        stopped(
                attempt((flow, number) -> flow.call(
                        Total.class,
                        each(flow, number, item -> flow.await("ok", Long.class).timeout(LONG))
                                .concurrency(60)
                                .toList())),
                60,
                () -> assertThat(actions("ok"))
                        .extracting(action -> action.record().status())
                        .containsOnly(ActionStatus.ABORTED));
    }

    @Test
    void waitInNestedFanOutsOfInnerAttemptEndsWithOuterAttempt() {
        BAD.add(3L);
        stopped(
                attempt((flow, number) -> flow.call(
                        OrMinusOne.class,
                        flow.attempt(() -> flow.call(
                                Total.class,
                                each(
                                                flow,
                                                number,
                                                outer -> flow.call(
                                                        Total.class,
                                                        flow.map(
                                                                        flow.call(Numbers.class, flow.value(2L))
                                                                                .named("inner list"),
                                                                        item -> flow.await("ok", Long.class)
                                                                                .timeout(LONG))
                                                                .toList()))
                                        .toList())))),
                3,
                () -> {
                    assertThat(actions("ok")).hasSize(6);
                    assertRefused("ok", List.of(2L, 1L));
                });
    }

    @Test
    void waitOfFailedItemEndsWithItem() {
        BAD.add(1L);
        stopped(
                (flow, number) -> continued(
                        flow,
                        flow.call(
                                Sum.class,
                                each(
                                                flow,
                                                number,
                                                item -> flow.call(
                                                        Total.class,
                                                        flow.list(
                                                                List.of(
                                                                        flow.<Long>when(
                                                                                        flow.call(Even.class, item),
                                                                                        () -> item,
                                                                                        () -> flow.await(
                                                                                                        "ok",
                                                                                                        Long.class)
                                                                                                .timeout(LONG))
                                                                                .value(),
                                                                        flow.call(Twice.class, item)))))
                                        .tolerate(2)
                                        .collect())),
                3,
                () -> assertRefused("ok", List.of(1L)));
    }

    @Test
    void waitsOfOtherItemsEndWithFirstSuccesses() {
        stopped(
                (flow, number) -> continued(
                        flow,
                        flow.call(
                                Total.class,
                                each(flow, number, item -> flow.<Long>when(
                                                        flow.call(Even.class, item),
                                                        () -> flow.call(Twice.class, item),
                                                        () -> flow.await("ok", Long.class)
                                                                .timeout(LONG))
                                                .value())
                                        .firstSuccesses(2))),
                8,
                () -> {
                    assertThat(actions("ok")).isNotEmpty().allSatisfy(action -> {
                        assertThat(action.record().status()).isEqualTo(ActionStatus.ABORTED);
                        assertThat(action.record().errorMessage())
                                .isEqualTo("Not needed: enough other items had succeeded.");
                    });
                    assertRefused("ok", List.of(1L));
                });
    }

    @Test
    void waitsOfOtherItemsEndWhenTooManyItemsHaveFailed() {
        BAD.addAll(List.of(0L, 2L, 4L));
        stopped(
                (flow, number) -> continued(
                        flow,
                        flow.attempt(() -> flow.call(
                                Sum.class,
                                each(flow, number, item -> flow.<Long>when(
                                                        flow.call(Even.class, item),
                                                        () -> flow.call(Twice.class, item),
                                                        () -> flow.await("ok", Long.class)
                                                                .timeout(LONG))
                                                .value())
                                        .tolerate(1)
                                        .collect()))),
                8,
                () -> assertThat(actions("ok")).isNotEmpty().allSatisfy(action -> assertThat(
                                action.record().errorMessage())
                        .startsWith("Stopped, because more items of `")
                        .endsWith("` failed than are tolerated.")));
    }

    @Test
    void runOfOtherWorkflowEndsWithAttemptAroundIt() {
        BAD.add(3L);
        stopped(attempt((flow, number) -> flow.run(Slow.class, flow.value(1L))), 3, () -> {
            assertThat(actions("slow")).singleElement().satisfies(action -> {
                assertThat(action.record().status()).isEqualTo(ActionStatus.ABORTED);
                assertThat(action.record().errorMessage()).isEqualTo("Stopped, because `failing` failed.");
            });
            assertThat(cloud.runs().children("run")).singleElement().satisfies(child -> {
                assertThat(child.status()).isEqualTo(RunStatus.ABORTED);
                assertThat(child.failure().map(RunError::message))
                        .contains("The action `slow` of the run `run`, which started it, has ended:"
                                + " Stopped, because `failing` failed.");
            });
        });
    }

    @Test
    void runsInRoundsAndNestedRunsEndWithAttemptAroundThem() {
        BAD.add(3L);
        stopped(
                attempt((flow, number) -> flow.repeat(number, state -> flow.run(Middle.class, state))
                        .until(state -> flow.call(Big.class, state))
                        .atMost(20)),
                3,
                () -> assertThat(cloud.runs().children("run")).singleElement().satisfies(child -> {
                    assertThat(child.status()).isEqualTo(RunStatus.ABORTED);
                    assertThat(cloud.runs().children(child.id()))
                            .singleElement()
                            .satisfies(inner -> assertThat(inner.status()).isEqualTo(RunStatus.ABORTED));
                }));
    }

    @Test
    void runsOfOtherItemsEndWithFirstSuccesses() {
        stopped(
                (flow, number) -> continued(
                        flow,
                        flow.call(
                                Total.class,
                                each(flow, number, item -> flow.<Long>when(
                                                        flow.call(Even.class, item),
                                                        () -> flow.call(Twice.class, item),
                                                        () -> flow.run(Slow.class, item))
                                                .value())
                                        .firstSuccesses(2))),
                8,
                () -> assertThat(cloud.runs().children("run"))
                        .isNotEmpty()
                        .extracting(RunRecord::status)
                        .containsOnly(RunStatus.ABORTED));
    }

    @Test
    void runInCleanupEndsWithCleanup() {
        BAD.addAll(List.of(2L, 3L));
        stopped(
                (flow, number) -> continued(
                        flow,
                        flow.attempt(() -> flow.ensure(
                                () -> flow.call(Twice.class, flow.value(2L)).named("use"),
                                () -> attempted(flow, number, flow.run(Slow.class, flow.value(1L)))))),
                3,
                () -> assertThat(cloud.runs().children("run"))
                        .extracting(RunRecord::status)
                        .containsExactly(RunStatus.ABORTED));
    }

    @Test
    void runsEndWithFailedRun() {
        BAD.add(3L);
        cloud.deploy(outer((flow, number) -> attempted(flow, number, flow.run(Middle.class, flow.value(1L)))));
        EmbeddedRun run = cloud.run("run", "outer", LongNode.valueOf(3));

        assertThat(run.status()).isEqualTo("FAILED");
        List<RunRecord> all = new ArrayList<>(cloud.runs().children("run"));
        all.addAll(cloud.runs().children(all.get(0).id()));
        assertThat(all).extracting(RunRecord::status).containsExactly(RunStatus.ABORTED, RunStatus.ABORTED);
        assertThat(all.get(0).failure().map(RunError::message))
                .contains("The run `run`, which started it, has failed.");
        assertEnded(cloud.runs().get("run"));
    }

    @Test
    void runsEndWithRunThatExceedsItsTimeLimit() {
        cloud.deploy(outer((flow, number) -> {
            flow.timeLimit(Duration.ofMinutes(30));
            return flow.run(Middle.class, number);
        }));
        cloud.run("run", "outer", LongNode.valueOf(3));

        assertThat(cloud.runs().get("run").status()).isEqualTo(RunStatus.TIMED_OUT);
        assertThat(cloud.runs().children("run").get(0).failure().map(RunError::message))
                .contains("The run `run`, which started it, exceeded its time limit.");
        assertEnded(cloud.runs().get("run"));
    }

    @Test
    void pagesOfChildrenHaveAllChildrenWithTheirStatus() {
        cloud.deploy(outer((flow, number) -> flow.call(
                Total.class,
                each(flow, number, item -> flow.run(Slow.class, item)).toList())));
        cloud.run("run", "outer", LongNode.valueOf(7));

        List<String> paths = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            RunPage<RunRecord> page = cloud.runs().children("run", cursor, 3);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3).allSatisfy(child -> {
                assertThat(child.status()).isEqualTo(RunStatus.SUCCEEDED);
                paths.add(child.startedBy().orElseThrow().action());
            });
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(paths).containsExactly("0", "1", "2", "3", "4", "5", "6");
    }

    @Test
    void scopeWithoutParallelWaitsHasNoCallThatStops() {
        Deployment deployed = cloud.deploy(outer((flow, number) ->
                flow.call(OrMinusOne.class, flow.attempt(() -> flow.call(Twice.class, flow.run(Slow.class, number))))));

        assertThat(deployed.translation().definition()).doesNotContain("stop of");
    }
}
