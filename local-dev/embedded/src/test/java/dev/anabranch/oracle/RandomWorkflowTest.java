package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.RandomWorkflow.Size;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random workflows have the same result as their direct evaluation, with AWS's quotas enforced. A workflow that differs
 * is reduced and printed with its seed. {@code -Danabranch.seed=<seed>} runs only that seed, {@code
 * -Danabranch.seeds=<n>} sets the number of seeds, and {@code -Danabranch.first=<seed>} the first of them.
 */
final class RandomWorkflowTest {

    private static final Size TINY = new Size(4, 1, 10, List.of(0, 1, 2, 3), List.of(1, 30), 10_000);

    private static final Size SMALL =
            new Size(9, 3, 50, List.of(0, 1, 2, 3, 41), List.of(1, 30, 30, 30, 400, 400, 9_000, 70_000), 120_000);

    private static final Size LARGE =
            new Size(6, 1, 300, List.of(1, 2, 41, 300), List.of(1, 9_000, 300_000, 1_000_000), 3_000_000);

    private static final Size WIDE = new Size(3, 1, 1_000, List.of(1_000), List.of(1, 300), 1_000_000);

    private static final Size ALL_WIDTHS =
            new Size(6, 3, 1_000, List.of(0, 1, 2, 41, 1_000), List.of(1, 30, 30, 400, 9_000), 1_000_000);

    /** The number of workflows that are only traced. */
    private static final int DEFINITIONS = 1_500;

    private static final int MOST_ITEMS = 20_000;

    private static final Size WIDEST = new Size(2, 1, MOST_ITEMS, List.of(MOST_ITEMS), List.of(1, 30), 20_000_000);

    /** A number of workflows, beginning with a seed. */
    private record Series(long first, int count, Size size) {
        Stream<RandomWorkflow> workflows() {
            return LongStream.range(first, first + count).mapToObj(seed -> new RandomWorkflow(seed, size));
        }
    }

    private static final Series TINY_ONES = new Series(1_000_000, 40, TINY);
    private static final Series SMALL_ONES = new Series(0, 230, SMALL);
    private static final Series FAULTY_CALLS = new Series(10_000, 110, SMALL);
    private static final Series FAULTY_STORES = new Series(20_000, 110, SMALL);
    private static final Series THREADED = new Series(30_000, 20, SMALL);
    private static final Series LARGE_ONES = new Series(40_000, 12, LARGE);
    private static final Series WIDE_ONES = new Series(50_000, 4, WIDE);
    private static final Series FAULTY_WIDTHS = new Series(100_000, 30, ALL_WIDTHS);
    private static final Series WIDEST_ONES = new Series(60_010, 4, WIDEST);
    private static final List<Series> ALL = List.of(
            TINY_ONES,
            SMALL_ONES,
            FAULTY_CALLS,
            FAULTY_STORES,
            THREADED,
            LARGE_ONES,
            WIDE_ONES,
            FAULTY_WIDTHS,
            WIDEST_ONES);

    private static final JsonNode INPUT = TaskJson.tree(new RandomWorkflow.Input(
            TaskJson.tree("ïnput"), List.of(TaskJson.tree(1), TaskJson.tree("{% 2 %}"), TaskJson.tree(List.of()))));

    @TempDir
    private Path scratch;

    @Test
    void tinyWorkflows() {
        check(TINY_ONES, this::calm);
    }

    @Test
    void smallWorkflows() {
        check(SMALL_ONES, this::calm);
    }

    @Test
    void smallWorkflowsWithFaultyCalls() {
        check(FAULTY_CALLS, this::withFaultyCalls);
    }

    @Test
    void smallWorkflowsWithFaultyStores() {
        check(FAULTY_STORES, this::withFaultyStores);
    }

    @Test
    void smallWorkflowsOnManyThreads() {
        check(THREADED, seed -> TestCloud.threaded(scratch));
    }

    @Test
    void largeData() {
        check(LARGE_ONES, this::calm);
    }

    @Test
    void wideFanOuts() {
        check(WIDE_ONES, this::calm);
    }

    /** Throttles, duplicates, late calls, lost answers, killed processes, and writes that fail or whose answers are lost. */
    @Test
    void allWidthsWithAllFaults() {
        check(FAULTY_WIDTHS, this::withAllFaults);
    }

    /** Traces these workflows without running them. */
    @Test
    void everyPartOccursInEveryKindOfScope() {
        PartsOfWorkflows parts = new PartsOfWorkflows();
        LongStream.range(FAULTY_WIDTHS.first(), FAULTY_WIDTHS.first() + DEFINITIONS)
                .forEach(seed -> parts.add(
                        TracedWorkflow.of(new RandomWorkflow(seed, ALL_WIDTHS)).graph()));

        assertThat(parts.missing()).isEmpty();
    }

    /** Counts the features of these workflows, which are only traced, not run. */
    @Test
    void workflowsHaveListsOfAllWidthsAndItemsOfAllSizes() {
        Set<Integer> widths = new TreeSet<>();
        Set<Integer> sizes = new TreeSet<>();
        List<RandomWorkflow> all = ALL.stream().flatMap(Series::workflows).toList();
        all.forEach(workflow -> lists(workflow, widths, sizes));

        assertThat(all).hasSizeGreaterThan(500);
        assertThat(widths).contains(0, 1, 2, 41, 1_000, MOST_ITEMS);
        assertThat(sizes).contains(1, 30, 400, 9_000, 70_000).anyMatch(bytes -> bytes >= 300_000);
    }

    /** Returns the number of items and their size in bytes for each list that a task makes. */
    private static void lists(RandomWorkflow workflow, Set<Integer> widths, Set<Integer> sizes) {
        for (Node node : TracedWorkflow.of(workflow).graph().nodes()) {
            if (node instanceof Node.Call call
                    && call.task().className().equals(GenericTasks.ListOf.class.getName())
                    && call.input() instanceof Expr.Composite spec
                    && spec.fields().get("n") instanceof Expr.Constant width
                    && spec.fields().get("bytes") instanceof Expr.Constant bytes) {
                widths.add(width.json().intValue());
                bytes.json().forEach(size -> sizes.add(size.intValue()));
            }
        }
    }

    /** Seeds whose workflows have such wide fan-outs. */
    @ParameterizedTest
    @ValueSource(longs = {60_010, 60_013})
    void widestFanOuts(long seed) {
        try (TestCloud cloud = calm(seed)) {
            EmbeddedRun run = Equivalence.check(cloud, new RandomWorkflow(seed, WIDEST), INPUT);
            assertThat(run.actions().total()).isGreaterThan(MOST_ITEMS);
        }
    }

    private TestCloud calm(long seed) {
        return TestCloud.calm(scratch);
    }

    private TestCloud withFaultyCalls(long seed) {
        return new TestCloud(scratch, functions -> new FaultyCalls(functions, seed), StoreFaults.NONE);
    }

    private TestCloud withFaultyStores(long seed) {
        return new TestCloud(scratch, functions -> functions, new FaultyStores(seed, 2));
    }

    private TestCloud withAllFaults(long seed) {
        return TestCloud.faulty(
                scratch,
                new WatchedTasks(seed, 0).killingOneIn(3, node -> node.contains(RandomStatements.STURDY)),
                functions -> new FaultyCalls(functions, seed),
                new FaultyStores(seed, 1));
    }

    private static void check(Series series, LongFunction<TestCloud> clouds) {
        Long only = Long.getLong("anabranch.seed");
        int count = Integer.getInteger("anabranch.seeds", series.count());
        long first = Long.getLong("anabranch.first", series.first());
        LongStream seeds = only == null ? LongStream.range(first, first + count) : LongStream.of(only);
        LongAdder refused = new LongAdder();
        seeds.parallel()
                .mapToObj(seed -> difference(new RandomWorkflow(seed, series.size()), seed, clouds, refused))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(Assertions::fail);
        assertThat(refused.intValue()).as("workflows that AWS would not take").isLessThan(2 + count / 20);
    }

    private static Optional<String> difference(
            RandomWorkflow workflow, long seed, LongFunction<TestCloud> clouds, LongAdder refused) {
        Throwable failure = failure(workflow, seed, clouds);
        if (failure instanceof InvalidDefinition invalid && BeyondQuotas.is(invalid)) {
            refused.increment();
            return Optional.empty();
        }
        return Optional.ofNullable(failure).map(first -> report(workflow, seed, clouds, first));
    }

    private static @Nullable Throwable failure(RandomWorkflow workflow, long seed, LongFunction<TestCloud> clouds) {
        try (TestCloud cloud = clouds.apply(seed)) {
            Equivalence.check(cloud, workflow, INPUT);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    /** Removes every statement without which the workflow still fails. */
    private static String report(RandomWorkflow workflow, long seed, LongFunction<TestCloud> clouds, Throwable first) {
        RandomWorkflow smallest = workflow;
        Throwable failure = first;
        for (String statement : workflow.statements()) {
            RandomWorkflow smaller = smallest.without(statement);
            Throwable still = failure(smaller, seed, clouds);
            if (still != null && !(still instanceof InvalidDefinition invalid && BeyondQuotas.is(invalid))) {
                smallest = smaller;
                failure = still;
            }
        }
        String what = failure instanceof AssertionError ? String.valueOf(failure.getMessage()) : stack(failure);
        return "seed " + seed + ": " + what + "\nin "
                + Outline.of(TracedWorkflow.of(smallest).graph());
    }

    private static String stack(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, true));
        return stack.toString();
    }
}
