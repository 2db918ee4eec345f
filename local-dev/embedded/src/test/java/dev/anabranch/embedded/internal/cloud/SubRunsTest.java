package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.action.SubRunFailed;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that nodes of other runs start. The thousand runs of one test take most of its time. */
@SuppressWarnings("try") // A hold acts by being open.
final class SubRunsTest {

    private static final Set<Long> BAD = ConcurrentHashMap.newKeySet();

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
                throw new IllegalStateException(number + " is bad");
            }
            return 2 * number;
        }
    }

    /** Adds numbers. */
    public static final class Sum implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Counts items that succeeded. */
    public static final class Succeeded implements Task<Results<Outcome<Long>>, Long> {
        @Override
        public Long run(Results<Outcome<Long>> numbers, TaskContext context) {
            return numbers.stream().filter(Outcome::succeeded).count();
        }
    }

    /** Makes a long text. */
    public static final class LongText implements Task<Long, String> {
        @Override
        public String run(Long number, TaskContext context) {
            return "x".repeat(1_000_000) + number;
        }
    }

    /** Returns the sum of 2 * (0 + 1 + .. + n - 1). */
    public static final class SumOfTwice implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            return flow.call(
                    Sum.class,
                    flow.map(flow.call(Numbers.class, width), Twice.class).collect());
        }
    }

    /** Returns twice the number. */
    public static final class Doubled implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Twice.class, number);
        }
    }

    /** Waits for a day. */
    public static final class Slow implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Twice.class, number).after(flow.sleep(Duration.ofDays(1)));
        }
    }

    /** Passes text on. */
    public static final class Pass implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return text;
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        BAD.clear();
        Cached.version = "1";
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

    private EmbeddedRun run(BiFunction<Flow, Value<Long>, Value<?>> definition, long input) {
        cloud.deploy(outer(definition));
        return cloud.run("run", "outer", LongNode.valueOf(input));
    }

    private RunAction action(String run, String node) {
        return cloud.runs().actions(run, ActionQuery.all(100).of(node)).items().get(0);
    }

    @Test
    void runOfOtherWorkflowIsSeparateRunWithLinks() {
        EmbeddedRun run = run((flow, width) -> flow.run(SumOfTwice.class, width), 4);

        assertThat(run.output().map(JsonNode::toString)).contains("12");
        List<RunRecord> children = cloud.runs().children("run");
        assertThat(children).singleElement().satisfies(child -> {
            assertThat(child.workflow()).isEqualTo("sum-of-twice");
            assertThat(child.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(child.startedBy()).contains(new RunParent("run", "sum of twice", ""));
            assertThat(cloud.runs().counts(child.id()).succeeded()).isEqualTo(6);
        });
        assertThat(cloud.runs().counts("run").succeeded()).isEqualTo(2);
        assertThat(cloud.runs().get("run").startedBy()).isEmpty();
    }

    @Test
    void actionIsRunningWhileTheOtherRunIs() {
        cloud.deploy(outer((flow, number) -> flow.run(Slow.class, number)));
        try (EngineClock.Hold hold = cloud.hold()) {
            cloud.runs().start(RunRequest.of("outer", LongNode.valueOf(1)).named("run"));
            assertThat(action("run", "slow").record().status()).isEqualTo(ActionStatus.RUNNING);
            assertThat(cloud.runs().children("run"))
                    .extracting(RunRecord::status)
                    .containsExactly(RunStatus.RUNNING);
        }
        assertThat(cloud.runs().get("run").status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void eachOfThousandItemsRunsTheOtherWorkflow() {
        EmbeddedRun run = run(
                (flow, width) -> flow.call(
                        Sum.class,
                        flow.map(flow.call(Numbers.class, width), number -> flow.run(Doubled.class, number))
                                .collect()),
                1_000);

        assertThat(run.output().map(JsonNode::toString)).contains("999000");
        assertThat(cloud.runs().children("run")).hasSize(1_000);
    }

    @Test
    void sameWorkflowRunsTwiceAndInConditionalsAndNestedFanOuts() {
        EmbeddedRun run = run(
                (flow, width) -> {
                    Value<Long> first = flow.run(SumOfTwice.class, width);
                    Value<Long> second = flow.run(SumOfTwice.class, first).named("second");
                    Value<List<Long>> numbers = flow.call(Numbers.class, width);
                    return flow.list(List.of(
                            second,
                            flow.call(
                                    Sum.class,
                                    flow.map(
                                                    numbers,
                                                    outer -> flow.call(
                                                            Sum.class,
                                                            flow.map(
                                                                            numbers,
                                                                            inner -> flow.run(SumOfTwice.class, outer)
                                                                                    .named("inner"))
                                                                    .collect()))
                                            .collect())));
                },
                3);

        assertThat(run.output())
                .hasValueSatisfying(output -> assertThat(output.toString()).isEqualTo("[30,6]"));
        assertThat(cloud.runs().children("run")).hasSize(11);
    }

    @Test
    void largeInputsAndOutputsTravelByReference() {
        EmbeddedRun run = run((flow, number) -> flow.run(Pass.class, flow.call(LongText.class, number)), 7);

        assertThat(run.output()).contains(TextNode.valueOf("x".repeat(1_000_000) + 7));
    }

    @Test
    void failureOfTheOtherRunFailsTheNode() {
        BAD.add(2L);

        EmbeddedRun run = run((flow, width) -> flow.run(SumOfTwice.class, width), 4);

        RunRecord child = cloud.runs().children("run").get(0);
        assertThat(child.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.failure())
                .contains(new RunError(
                        "sum of twice",
                        "",
                        SubRunFailed.class.getName(),
                        "The run `" + child.id() + "` of the workflow `sum-of-twice` failed at `twice` 2 with"
                                + " java.lang.IllegalStateException: 2 is bad"));
    }

    @Test
    void failedRunsOfItemsAreTolerated() {
        BAD.add(3L);

        EmbeddedRun run = run(
                (flow, width) -> flow.call(
                        Succeeded.class,
                        flow.map(flow.call(Numbers.class, width), number -> flow.run(SumOfTwice.class, number))
                                .outcomes()),
                6);

        assertThat(run.output().map(JsonNode::toString)).contains("4");
    }

    @Test
    void runThatExceedsItsTimeoutIsStopped() {
        EmbeddedRun run = run((flow, number) -> flow.run(Slow.class, number).timeout(Duration.ofHours(1)), 1);

        RunRecord child = cloud.runs().children("run").get(0);
        assertThat(child.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(run.failure()).hasValueSatisfying(error -> assertThat(error.message())
                .contains(child.id(), "within the 3600 seconds"));
        assertThat(cloud.cloud()
                        .engine()
                        .describeExecution(execution(child))
                        .status()
                        .name())
                .isEqualTo("ABORTED");
    }

    private static String execution(RunRecord run) {
        return "arn:aws:states:us-east-1:000000000000:execution:" + run.workflow() + ":" + run.id();
    }

    @Test
    void cancelledRunCancelsTheRunsThatItHasStarted() {
        cloud.deploy(
                outer((flow, width) -> flow.map(flow.call(Numbers.class, width), number -> flow.run(Slow.class, number))
                        .toList()));
        try (EngineClock.Hold hold = cloud.hold()) {
            cloud.runs().start(RunRequest.of("outer", LongNode.valueOf(3)).named("run"));
            cloud.runs().cancel("run");
        }

        assertThat(cloud.runs().children("run")).hasSize(3).allMatch(child -> child.status() == RunStatus.ABORTED);
        assertThat(cloud.runs().actions("run", ActionQuery.all(100).of("slow")).items())
                .hasSize(3)
                .allMatch(action -> action.record().status() == ActionStatus.ABORTED);
    }

    @Test
    void cancelOfTheOtherRunFailsTheNode() {
        cloud.deploy(outer((flow, number) -> flow.run(Slow.class, number)));
        try (EngineClock.Hold hold = cloud.hold()) {
            cloud.runs().start(RunRequest.of("outer", LongNode.valueOf(1)).named("run"));
            cloud.runs().cancel(cloud.runs().children("run").get(0).id());
        }

        assertThat(cloud.runs().get("run").failure()).hasValueSatisfying(error -> {
            assertThat(error.node()).isEqualTo("slow");
            assertThat(error.message()).contains("was aborted");
        });
    }

    @Test
    void rerunRepeatsOnlyWhatFailedInTheOtherRunsAndAdoptsThoseThatSucceeded() {
        BAD.add(3L);
        EmbeddedRun failed = run(
                (flow, width) -> flow.call(
                        Sum.class,
                        flow.map(flow.call(Numbers.class, width), number -> flow.run(SumOfTwice.class, number))
                                .collect()),
                5);
        assertThat(failed.succeeded()).isFalse();
        BAD.clear();

        EmbeddedRun rerun = cloud.rerun("again", "run", new RerunSelection.Unfinished());

        assertThat(rerun.output().map(JsonNode::toString)).contains("20");
        // Of five runs, only that of item 4 has failed, at its item 3.
        assertThat(cloud.computed()).containsEntry("twice", 1);
        assertThat(cloud.runs().children("again")).singleElement().satisfies(child -> {
            assertThat(child.startedBy()).contains(new RunParent("again", "sum of twice", "4"));
            assertThat(child.rerunOf())
                    .hasValueSatisfying(source -> assertThat(cloud.runs().children("run"))
                            .extracting(RunRecord::id)
                            .contains(source));
        });
    }

    @Test
    void rerunOfSelectedNodeStartsNewRun() {
        run((flow, width) -> flow.run(SumOfTwice.class, width), 4);

        EmbeddedRun rerun = cloud.rerun("again", "run", new RerunSelection.From("sum of twice"));

        assertThat(rerun.output().map(JsonNode::toString)).contains("12");
        assertThat(cloud.computed()).containsEntry("twice", 4);
    }

    private void hasNothingToDo(String run) {
        assertThatThrownBy(() -> cloud.rerun("refused", run, new RerunSelection.Unfinished()))
                .isInstanceOfSatisfying(RunRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(RunRefused.Reason.NOTHING_TO_DO));
    }

    @Test
    void nothingIsToBeDoneIfTheOtherRunsSucceeded() {
        run((flow, width) -> flow.run(SumOfTwice.class, width), 4);
        hasNothingToDo("run");

        cloud.rerun("again", "run", new RerunSelection.From("sum of twice"));
        hasNothingToDo("again");
    }

    /** Returns twice the number in a run that another run starts. */
    public static final class Nesting implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.run(Doubled.class, number);
        }
    }

    @Test
    void runWhoseInputIsTheSameIsAdoptedWithTheRunsThatItStarted() {
        run(
                (flow, number) ->
                        flow.run(Nesting.class, flow.call(Twice.class, number).named("up")),
                4);

        EmbeddedRun again = cloud.rerun("again", "run", new RerunSelection.From("up"));

        assertThat(again.output().map(JsonNode::longValue)).contains(16L);
        assertThat(cloud.computed()).isEqualTo(Map.of("up", 1, "start of nesting", 1, "nesting", 1));
        assertThat(cloud.runs().children("again")).isEmpty();
    }

    /** Returns four times the number, and keeps a result in the cache. */
    public static final class Cached implements Workflow<Long, Long> {
        private static String version = "1";

        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(
                    Twice.class, flow.call(Twice.class, number).named("first").cache(version));
        }
    }

    @Test
    void rerunOfOnlyFailedActionsAdoptsResultsOfChangedDefinitionsInOtherRuns() {
        BAD.add(4L);
        run((flow, number) -> flow.run(Cached.class, number), 2);
        BAD.clear();
        Cached.version = "2";
        cloud.deploy(outer((flow, number) -> flow.run(Cached.class, number)));

        cloud.rerun("only", "run", new RerunSelection.OnlyFailed());
        assertThat(cloud.computed()).containsEntry("twice", 1).doesNotContainKey("first");

        cloud.rerun("all", "run", new RerunSelection.Unfinished());
        assertThat(cloud.computed()).containsEntry("twice", 1).containsEntry("first", 1);
    }

    @Test
    void rerunOfSelectedNodeIgnoresTheCacheInTheOtherRun() {
        run((flow, number) -> flow.run(Cached.class, number), 2);

        cloud.rerun("again", "run", new RerunSelection.From("cached"));

        assertThat(cloud.computed()).containsEntry("first", 1).containsEntry("twice", 1);
    }

    @Test
    void inputOfAnActionThatStartsARunIsThatOfTheRun() {
        run((flow, number) -> flow.run(Cached.class, flow.call(Twice.class, number)), 2);

        assertThat(action("run", "cached").input())
                .extracting(place -> place.part() + ": " + place)
                .containsExactly(": the result of `twice`");
    }

    @Test
    void runsThatAreStartedIgnoreTheCacheIfTheirRunDoes() {
        BAD.add(4L);
        run((flow, number) -> flow.run(Cached.class, number), 2);
        cloud.computed();
        RunRequest request = RunRequest.of("outer", LongNode.valueOf(2));

        cloud.ended(cloud.runs().start(request.named("with")));
        assertThat(cloud.computed()).doesNotContainKey("first");

        cloud.ended(cloud.runs().start(request.named("without").withoutCache()));
        assertThat(cloud.computed()).containsEntry("first", 1);
        assertThat(cloud.runs().children("without"))
                .allMatch(child -> cloud.runs().get(child.id()).noCache());
        BAD.clear();

        RerunRequest again = RerunRequest.of("with").named("again").withoutCache();
        cloud.ended(cloud.runs().rerun(again));
        assertThat(cloud.runs().children("again"))
                .isNotEmpty()
                .allMatch(child -> cloud.runs().get(child.id()).noCache());
    }

    @Test
    void deleteAlsoDeletesTheRunsThatTheRunHasStarted() {
        run((flow, width) -> flow.run(SumOfTwice.class, width), 4);

        cloud.runs().delete("run");

        assertThat(cloud.runs().list(RunQuery.latest(100)).items()).isEmpty();
        assertThat(cloud.cloud().payloads().list("runs/").toList()).isEmpty();
    }

    @Test
    void repeatedDeliveriesStartOneRun(@TempDir Path scratch) {
        cloud.close();
        cloud = new RunsCloud(
                scratch,
                functions -> (arn, payload, context) -> functions
                        .invoke(arn, payload, context)
                        .thenCompose(first -> functions.invoke(arn, payload, context)));

        EmbeddedRun run = run(
                (flow, width) -> flow.map(flow.call(Numbers.class, width), number -> flow.run(SumOfTwice.class, number))
                        .toList(),
                3);

        assertThat(run.output().map(JsonNode::toString)).contains("[0,0,2]");
        assertThat(cloud.runs().list(RunQuery.latest(100)).items()).hasSize(4);
    }
}
