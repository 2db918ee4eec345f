package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random workflows in which failures and early ends stop waits for answers and runs of other workflows at any depth:
 * nothing of them is RUNNING at the end, and without faults they end when they are stopped, not with the run. {@code
 * -Danabranch.seeds=<n>} sets the number of seeds.
 */
final class RandomStopsTest {

    private static final int SEEDS = Integer.getInteger("anabranch.seeds", 40);

    /** The time from the last failure to the end of each run. */
    private static final Duration LAST = Duration.ofDays(200);

    @TempDir
    private Path scratch;

    /** Returns the numbers from 1. */
    public static final class Numbers implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer width, TaskContext context) {
            return IntStream.rangeClosed(1, width).boxed().toList();
        }
    }

    /** Returns its input, and fails if it is negative. */
    public static final class Pass implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            if (number < 0) {
                throw new PermanentFailure("negative");
            }
            return number;
        }
    }

    public static final class Sum implements Task<List<Integer>, Integer> {
        @Override
        public Integer run(List<Integer> numbers, TaskContext context) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }
    }

    public static final class SumOfResults implements Task<Results<Integer>, Integer> {
        @Override
        public Integer run(Results<Integer> numbers, TaskContext context) {
            return numbers.stream().mapToInt(Integer::intValue).sum();
        }
    }

    public static final class OrZero implements Task<Outcome<Integer>, Integer> {
        @Override
        public Integer run(Outcome<Integer> outcome, TaskContext context) {
            return outcome.fold(value -> value, failure -> 0);
        }
    }

    public static final class One implements Task<JsonNode, Integer> {
        @Override
        public Integer run(JsonNode any, TaskContext context) {
            return 1;
        }
    }

    public static final class Yes implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer any, TaskContext context) {
            return true;
        }
    }

    /** Waits for an hour. */
    public static final class Inner implements Workflow<Integer, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<Integer> number) {
            return flow.call(Pass.class, number).after(flow.sleep(Duration.ofHours(1)));
        }
    }

    /** Runs another workflow for each of two items, in an attempt. */
    public static final class Middle implements Workflow<Integer, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<Integer> number) {
            Value<List<Integer>> two = flow.list(List.of(number, number));
            return flow.call(
                    OrZero.class,
                    flow.attempt(() -> flow.call(
                            Sum.class,
                            flow.map(two, item -> flow.run(Inner.class, item)).toList())));
        }
    }

    /** A random workflow. */
    private static final class Stopping implements Workflow<Integer, Integer> {
        private final long seed;
        private SplittableRandom random = new SplittableRandom(0);
        private int asked;

        Stopping(long seed) {
            this.seed = seed;
        }

        @Override
        public String name() {
            return "stopping";
        }

        @Override
        public Value<Integer> define(Flow flow, Value<Integer> number) {
            random = new SplittableRandom(seed);
            asked = 0;
            List<Call<Integer>> all = new ArrayList<>();
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                int depth = random.nextInt(0, 3);
                all.add(flow.call(OrZero.class, flow.attempt(() -> steps(flow, number, depth))));
            }
            return flow.call(Pass.class, number).after(flow.sleep(LAST).after(all.toArray(Step[]::new)));
        }

        /** A part that can wait, in parallel with a step that can fail. */
        private Call<Integer> steps(Flow flow, Value<Integer> number, int depth) {
            Value<Integer> part = part(flow, number, depth);
            Call<Integer> before = flow.call(Pass.class, number);
            for (int i = random.nextInt(4); i > 0; i--) {
                before = flow.call(Pass.class, before);
            }
            Call<Integer> failing = flow.call(Pass.class, flow.value(random.nextInt(3) == 0 ? 1 : -1));
            if (random.nextInt(3) == 0) {
                failing.after(
                        flow.sleep(Duration.ofMinutes(random.nextInt(1, 200))).after(before));
            } else {
                failing.after(before);
            }
            return flow.call(Sum.class, flow.list(List.of(part, failing)));
        }

        private Value<Integer> part(Flow flow, Value<Integer> number, int depth) {
            return switch (random.nextInt(depth == 0 ? 4 : 12)) {
                case 0 -> answer(flow);
                case 1 -> flow.run(Inner.class, number);
                case 2 -> flow.run(Middle.class, number);
                case 3 -> flow.call(Pass.class, number).after(flow.sleep(Duration.ofHours(random.nextInt(1, 5))));
                case 4, 5 -> {
                    FanOut<Integer> items = flow.map(list(flow), item -> part(flow, item, depth - 1));
                    if (random.nextBoolean()) {
                        items.concurrency(random.nextInt(1, 60));
                    }
                    yield flow.call(Sum.class, items.toList());
                }
                case 6 ->
                    flow.fold(
                            list(flow),
                            number,
                            (sum, item) -> flow.call(Sum.class, flow.list(List.of(sum, part(flow, item, depth - 1)))));
                case 7 ->
                    flow.repeat(number, state -> flow.call(Pass.class, part(flow, state, depth - 1)))
                            .until(state -> flow.call(Yes.class, state))
                            .atMost(random.nextBoolean() ? 3 : 5_000);
                case 8 -> flow.call(OrZero.class, flow.attempt(() -> steps(flow, number, depth - 1)));
                case 9 -> flow.ensure(() -> steps(flow, number, depth - 1), () -> steps(flow, number, depth - 1));
                case 10 ->
                    flow.call(
                            SumOfResults.class,
                            flow.map(list(flow), item -> steps(flow, item, depth - 1))
                                    .tolerate(random.nextInt(1, 3))
                                    .collect());
                default ->
                    flow.call(
                            Sum.class,
                            flow.map(list(flow), item -> steps(flow, item, depth - 1))
                                    .firstSuccesses(1));
            };
        }

        private Value<Integer> answer(Flow flow) {
            String name = "answer " + asked++ + (random.nextBoolean() ? "" : Answers.NEVER);
            return flow.call(
                    One.class,
                    flow.await(name, JsonNode.class)
                            .timeout(Duration.ofHours(random.nextInt(1, 50)))
                            .onTimeout(TextNode.valueOf("late")));
        }

        private Value<List<Integer>> list(Flow flow) {
            return flow.call(Numbers.class, flow.value(random.nextInt(1, 4)));
        }
    }

    @Test
    void whatIsStoppedEndsImmediately() {
        int[] stopped = {0};
        check(seed -> TestCloud.calm(scratch), (cloud, run, description) -> {
            Instant end = Objects.requireNonNull(cloud.runs().get(run.id()).ended());
            Instant lastFailure = end.minus(LAST).plusSeconds(1);
            for (ActionRecord record : stopped(cloud, run.id())) {
                stopped[0]++;
                assertThat(record.finished()).as(description + record.key()).isBeforeOrEqualTo(lastFailure);
            }
        });
        assertThat(stopped[0]).as("waits and runs that were stopped").isGreaterThan(SEEDS / 2);
    }

    @Test
    void nothingRunsAfterTheEndWithFaultyCalls() {
        check(
                seed -> new TestCloud(scratch, functions -> new FaultyCalls(functions, seed), StoreFaults.NONE),
                (cloud, run, description) -> {});
    }

    @Test
    void nothingRunsAfterTheEndWithFaultyStores() {
        check(
                seed -> new TestCloud(scratch, functions -> functions, new FaultyStores(seed, 2)),
                (cloud, run, description) -> {});
    }

    @Test
    void nothingRunsAfterTheEndOnManyThreads() {
        check(seed -> TestCloud.threaded(scratch), (cloud, run, description) -> {});
    }

    /** A further check of a run that has ended. */
    private interface Check {
        void of(TestCloud cloud, EmbeddedRun run, String description);
    }

    private static void check(LongFunction<TestCloud> clouds, Check further) {
        for (long seed = 0; seed < SEEDS; seed++) {
            try (TestCloud cloud = clouds.apply(seed)) {
                EmbeddedRun run = cloud.run(new Stopping(seed), IntNode.valueOf(1));
                assertThat(run.failure()).as("seed " + seed).isEmpty();
                further.of(cloud, run, "seed " + seed + " ");
            } catch (InvalidDefinition e) {
                throw new AssertionError("seed " + seed, e);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Returns the records of waits for answers and of runs of other workflows that were stopped. */
    private static List<ActionRecord> stopped(TestCloud cloud, String run) {
        List<ActionRecord> stopped = new ArrayList<>();
        RunGraph graph = cloud.runs().graph(run);
        RunWalk walk = new RunWalk(graph, cloud.reader(), run);
        graph.nodes().stream()
                .filter(node -> node.kind() == RunGraph.Kind.AWAIT || node.kind() == RunGraph.Kind.SUB_RUN)
                .forEach(node -> walk.everyBlock(node, (records, parents, end) -> {
                    records.stream()
                            .filter(record -> record.status() == ActionStatus.ABORTED)
                            .forEach(stopped::add);
                    return true;
                }));
        return stopped;
    }
}
