package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.TaskJson;
import dev.anabranch.check.InvalidDefinition;
import dev.anabranch.cloud.Faults;
import dev.anabranch.embedded.Run;
import dev.anabranch.oracle.RandomWorkflow.Size;
import dev.anabranch.workflow.Traced;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random workflows end as they do when they are evaluated directly, with AWS's quotas enforced. One that does not is made smaller and
 * printed with its seed; {@code -Danabranch.seed=<seed>} runs that seed alone, {@code -Danabranch.seeds=<n>} so many instead of the
 * usual number.
 */
final class RandomWorkflowTest {

    private static final Size TINY = new Size(4, 1, 10, List.of(0, 1, 2, 3), List.of(1, 30), 10_000);

    private static final Size SMALL =
            new Size(9, 3, 50, List.of(0, 1, 2, 3, 41), List.of(1, 30, 30, 30, 400, 400, 9_000, 70_000), 120_000);

    private static final Size LARGE =
            new Size(6, 1, 300, List.of(1, 2, 41, 300), List.of(1, 9_000, 300_000, 1_000_000), 3_000_000);

    private static final Size WIDE = new Size(3, 1, 1_000, List.of(1_000), List.of(1, 300), 1_000_000);

    private static final int MOST_ITEMS = 20_000;

    private static final Size WIDEST = new Size(2, 1, MOST_ITEMS, List.of(MOST_ITEMS), List.of(1, 30), 20_000_000);

    private static final JsonNode INPUT = TaskJson.tree(new RandomWorkflow.Input(
            TaskJson.tree("ïnput"), List.of(TaskJson.tree(1), TaskJson.tree("{% 2 %}"), TaskJson.tree(List.of()))));

    @TempDir
    private Path scratch;

    @Test
    void tinyWorkflows() {
        check(1_000_000, 40, TINY, this::calm);
    }

    @Test
    void smallWorkflows() {
        check(0, 250, SMALL, this::calm);
    }

    @Test
    void smallWorkflowsWhereCallsGoWrong() {
        check(10_000, 120, SMALL, this::withFaultyCalls);
    }

    @Test
    void smallWorkflowsWhereStoresGoWrong() {
        check(20_000, 120, SMALL, this::withFaultyStores);
    }

    @Test
    void smallWorkflowsOnManyThreads() {
        check(30_000, 20, SMALL, seed -> TestCloud.threaded(scratch));
    }

    @Test
    void largeData() {
        check(40_000, 12, LARGE, this::calm);
    }

    @Test
    void wideFanOuts() {
        check(50_000, 4, WIDE, this::calm);
    }

    /** Seeds whose workflows do fan out that wide. */
    @ParameterizedTest
    @ValueSource(longs = {60_009, 60_010})
    void widestFanOuts(long seed) {
        try (TestCloud cloud = calm(seed)) {
            Run run = Equivalence.check(cloud, new RandomWorkflow(seed, WIDEST), INPUT);
            assertThat(run.actions().total()).isGreaterThan(MOST_ITEMS);
        }
    }

    private TestCloud calm(long seed) {
        return TestCloud.calm(scratch);
    }

    private TestCloud withFaultyCalls(long seed) {
        return new TestCloud(scratch, functions -> new FaultyCalls(functions, seed), Faults.NONE);
    }

    private TestCloud withFaultyStores(long seed) {
        return new TestCloud(scratch, functions -> functions, new FaultyStores(seed, 2));
    }

    private static void check(long first, int usually, Size size, LongFunction<TestCloud> clouds) {
        Long only = Long.getLong("anabranch.seed");
        int count = Integer.getInteger("anabranch.seeds", usually);
        LongStream seeds = only == null ? LongStream.range(first, first + count) : LongStream.of(only);
        LongAdder tooLarge = new LongAdder();
        seeds.parallel()
                .mapToObj(seed -> difference(new RandomWorkflow(seed, size), seed, clouds, tooLarge))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(Assertions::fail);
        assertThat(tooLarge.intValue())
                .as("workflows whose state machine would be larger than AWS takes")
                .isLessThan(2 + count / 20);
    }

    private static Optional<String> difference(
            RandomWorkflow workflow, long seed, LongFunction<TestCloud> clouds, LongAdder tooLarge) {
        Throwable failure = failure(workflow, seed, clouds);
        if (failure instanceof InvalidDefinition invalid && isTooLarge(invalid)) {
            tooLarge.increment();
            return Optional.empty();
        }
        return Optional.ofNullable(failure).map(first -> report(workflow, seed, clouds, first));
    }

    private static boolean isTooLarge(InvalidDefinition invalid) {
        return invalid.findings().stream().allMatch(finding -> finding.id().equals("definition-size"));
    }

    private static @Nullable Throwable failure(RandomWorkflow workflow, long seed, LongFunction<TestCloud> clouds) {
        try (TestCloud cloud = clouds.apply(seed)) {
            Equivalence.check(cloud, workflow, INPUT);
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    /** Leaves out every statement without which it still fails. */
    private static String report(RandomWorkflow workflow, long seed, LongFunction<TestCloud> clouds, Throwable first) {
        RandomWorkflow smallest = workflow;
        Throwable failure = first;
        for (String statement : workflow.statements()) {
            RandomWorkflow smaller = smallest.without(statement);
            Throwable still = failure(smaller, seed, clouds);
            if (still != null) {
                smallest = smaller;
                failure = still;
            }
        }
        String what = failure instanceof AssertionError ? String.valueOf(failure.getMessage()) : stack(failure);
        return "seed " + seed + ": " + what + "\nin "
                + Outline.of(Traced.of(smallest).graph());
    }

    private static String stack(Throwable failure) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, true));
        return stack.toString();
    }
}
