package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Shard;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folds pass the result of each item to the next one, in order, and reruns continue with the item that failed. */
final class FoldsOfRunsTest {

    /** A state and the next item. */
    public record Pair(long before, long item) {}

    /** A result that depends on the order of the items; fails for bad items. */
    public static final class Append implements Task<Pair, Long> {
        @Override
        public Long run(Pair pair, TaskContext context) {
            if (World.BAD.contains(pair.item())) {
                throw new IllegalArgumentException(pair.item() + " is bad");
            }
            return appended(pair.before(), pair.item());
        }
    }

    static long appended(long before, long item) {
        return (before * 31 + item) % 1_000_000_007;
    }

    private static long expected(long width) {
        long state = 7;
        for (long item = 0; item < width; item++) {
            state = appended(state, item);
        }
        return state;
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

    private static Workflow<Long, Long> named(BiFunction<Flow, Value<Long>, Value<Long>> definition) {
        return new Workflow<>() {
            @Override
            public Value<Long> define(Flow flow, Value<Long> width) {
                return definition.apply(flow, width);
            }

            @Override
            public String name() {
                return "folding";
            }
        };
    }

    private static Value<Long> folded(Flow flow, Value<Long> width) {
        return flow.fold(
                flow.call(World.Count.class, width),
                flow.value(7L),
                (before, item) -> flow.call(Append.class, flow.record(Pair::new, before, item)));
    }

    private EmbeddedRun run(long width) {
        return cloud.run("one", "folding", LongNode.valueOf(width));
    }

    @Test
    void itemsRunInOrderInBothModes() {
        cloud.deploy(named(FoldsOfRunsTest::folded));

        for (long width : new long[] {0, 1, 2, 41, 1_000}) {
            EmbeddedRun run = cloud.run("width-" + width, "folding", LongNode.valueOf(width));
            assertThat(run.output().map(JsonNode::longValue))
                    .as("width %s", width)
                    .contains(expected(width));
        }
    }

    /** The embedded cloud enforces the quota of 25,000 history events for each execution. */
    @Test
    void everyExecutionOf20000ItemsHasFewerThan25000Events() {
        cloud.deploy(named(FoldsOfRunsTest::folded));

        assertThat(run(20_000).output().map(JsonNode::longValue)).contains(expected(20_000));

        // Its children are Express executions, which have no history.
        assertThat(shard(named(FoldsOfRunsTest::folded)).express()).isTrue();
        assertThat(cloud.historyEvents("one")).hasSize(1).allMatch(events -> events < 100);
    }

    /** An item that waits runs in a Standard child. Measures the events of an item and computes those of a whole child. */
    @Test
    void everyStandardChildOfAFoldHasFewerThan25000Events() {
        Workflow<Long, Long> workflow = named((flow, width) ->
                flow.fold(flow.call(World.Count.class, width), flow.value(7L), (before, item) -> flow.call(
                                Append.class, flow.record(Pair::new, before, item))
                        .after(flow.sleep(Duration.ofMinutes(10)))));
        cloud.deploy(workflow);

        assertThat(run(400).output().map(JsonNode::longValue)).contains(expected(400));

        Shard shard = shard(workflow);
        assertThat(shard.express()).isFalse();
        List<Integer> events = cloud.historyEvents("one");
        List<Integer> children = events.subList(1, events.size());
        assertThat(children).hasSize((400 + shard.batch() - 1) / shard.batch());
        double ofItem = children.get(0) / (double) Math.min(400, shard.batch());
        assertThat(ofItem * shard.batch()).isLessThan(25_000);
        assertThat(events.get(0)).isLessThan(25_000);
    }

    private static Shard shard(Workflow<Long, Long> workflow) {
        return Definition.of(workflow)
                .plan()
                .fanOuts()
                .values()
                .iterator()
                .next()
                .shard()
                .orElseThrow();
    }

    @Test
    void rerunContinuesWithTheItemThatFailed() {
        cloud.deploy(named(FoldsOfRunsTest::folded));
        World.BAD.add(300L);
        EmbeddedRun failed = run(1_000);
        assertThat(failed.failure().map(RunError::action)).contains("300");
        World.BAD.clear();

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::longValue)).contains(expected(1_000));
        assertThat(cloud.reused()).isEqualTo(Map.of("count", 1, "append", 300));
        assertThat(cloud.computed()).isEqualTo(Map.of("append", 700));
    }

    @Test
    void rerunOfOneItemComputesTheLaterItemsToo() {
        cloud.deploy(named(FoldsOfRunsTest::folded));
        run(10);

        EmbeddedRun rerun =
                cloud.rerun("two", "one", new RerunSelection.Items(Optional.of("append"), IndexRange.parse("4")));

        assertThat(rerun.output().map(JsonNode::longValue)).contains(expected(10));
        assertThat(cloud.computed()).isEqualTo(Map.of("append", 6));
    }

    @Test
    void foldsWorkInFoldsOfFanOuts() {
        cloud.deploy(named((flow, width) -> flow.call(
                World.Sum.class,
                flow.map(
                                flow.call(World.Count.class, width),
                                row -> flow.<Long, Long>fold(
                                        flow.call(World.Cut.class, row),
                                        row,
                                        (before, cell) -> flow.call(
                                                Append.class,
                                                flow.record(
                                                        Pair::new,
                                                        before,
                                                        flow.<Long, Long>fold(
                                                                flow.call(World.Cut.class, cell),
                                                                before,
                                                                (inner, item) -> flow.call(
                                                                        Append.class,
                                                                        flow.record(Pair::new, inner, item)))))))
                        .concurrency(3)
                        .collect())));

        long sum = 0;
        for (long row = 0; row < 3; row++) {
            long before = row;
            for (long cell = 100 * row; cell < 100 * row + 4; cell++) {
                long inner = before;
                for (long item = 100 * cell; item < 100 * cell + 4; item++) {
                    inner = appended(inner, item);
                }
                before = appended(before, inner);
            }
            sum += before;
        }
        assertThat(run(3).output().map(JsonNode::longValue)).contains(sum);
    }
}
