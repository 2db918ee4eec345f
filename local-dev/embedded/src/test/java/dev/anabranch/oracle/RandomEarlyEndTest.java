package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.Shard;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random fan-outs that can end early, most of them with faults of calls and stores. Whether a run succeeds depends on its items only,
 * not on faults, timing, the mode of the fan-out or the target. Without faults, no more items
 * start than are stated.
 */
final class RandomEarlyEndTest {

    private static final int SEEDS = Integer.getInteger("anabranch.seeds", 12);
    private static final int RETRIED_EVERY = 5;
    private static final int[] WIDTHS = {0, 1, 2, 41, 300, 1_000};

    @TempDir
    private Path scratch;

    /** The items of a run: {@code failEvery} is how many items there are for each one that fails. */
    public record Items(int width, int failEvery) {}

    /** Returns the numbers from 1; those that fail are negative. */
    public static final class Numbers implements Task<Items, List<Integer>> {
        @Override
        public List<Integer> run(Items items, TaskContext context) {
            return numbers(items);
        }
    }

    public static final class Positive implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            if (number < 0) {
                throw new PermanentFailure("negative");
            }
            if (context.attempt() == 1 && number % RETRIED_EVERY == 0) {
                throw new IllegalStateException("not yet");
            }
            return number;
        }
    }

    private static List<Integer> numbers(Items items) {
        return IntStream.rangeClosed(1, items.width())
                .map(number -> number % items.failEvery() == 0 ? -number : number)
                .boxed()
                .toList();
    }

    /** A random fan-out. */
    private record Early(long seed, boolean successes, int limit) implements Workflow<Items, JsonNode> {
        @Override
        public String name() {
            return "early";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Items> items) {
            SplittableRandom random = new SplittableRandom(seed);
            FanOut<Integer> fanOut =
                    flow.map(flow.call(Numbers.class, items), Positive.class).retry(Retry.upTo(2));
            if (random.nextBoolean()) {
                fanOut.batch(random.nextInt(2, 9), random.nextInt(1, 3));
            }
            if (random.nextBoolean()) {
                fanOut.concurrency(random.nextInt(1, 60));
            }
            return RandomScope.json(
                    successes
                            ? fanOut.firstSuccesses(limit)
                            : fanOut.tolerate(limit).toList());
        }
    }

    /** Without faults, the check that ends a fan-out is not delayed, so the number of items that start is bounded. */
    private static boolean isCalm(long seed) {
        return seed % 3 == 0;
    }

    private static Target target(long seed) {
        return seed % 4 == 3 ? Target.LOCALSTACK : Target.AWS;
    }

    /** A run that has ended, and how many of its items have started. */
    private record Ended(EmbeddedRun run, long started, long failed) {}

    private Ended run(long seed, Workflow<Items, JsonNode> workflow, Items items) {
        try (TestCloud cloud = isCalm(seed)
                ? TestCloud.calm(scratch)
                : TestCloud.faulty(
                        scratch,
                        ActionRunner::instance,
                        functions -> new FaultyCalls(functions, seed),
                        new FaultyStores(seed, (int) (seed % 2)))) {
            EmbeddedRun run = cloud.run(workflow, target(seed), TaskJson.tree(items));
            List<ActionStatus> statuses = new ArrayList<>();
            for (long index = 0; index < items.width(); index++) {
                cloud.reader()
                        .action(TestCloud.RUN, "positive", List.of(index))
                        .ifPresent(record -> statuses.add(record.status()));
            }
            long failed = statuses.stream().filter(ActionStatus.FAILED::equals).count();
            return new Ended(run, statuses.size(), failed);
        }
    }

    /**
     * Returns how many items can start after the item that ends a fan-out: those in flight beside it, those that begin
     * while its batch waits for a retry and while the function confirms the count, and those of one shard of a large list.
     * Time passes only when all places wait for retries, so until then each place gets to the next item that is retried.
     */
    private static long later(Workflow<Items, JsonNode> workflow, Target target, int width) {
        FanOutPlan plan = Objects.requireNonNull(
                Definition.of(workflow, target).plan().fanOuts().get("map positive"));
        int batch = TracedWorkflow.of(workflow).graph().nodes().stream()
                .filter(Node.FanOut.class::isInstance)
                .mapToInt(node -> ((Node.FanOut) node).options().batch())
                .sum();
        Shard shard = plan.shard().orElseThrow();
        boolean inline = width <= plan.inlineWidth();
        long places = inline ? plan.inlineConcurrency() : (long) shard.childConcurrency() * shard.itemConcurrency();
        long pauses = batch == 1 ? 1 : 2;
        return places * (batch + pauses * Math.max(batch, RETRIED_EVERY)) + (inline ? 0 : shard.batch());
    }

    private static List<Integer> output(EmbeddedRun run) {
        List<Integer> output = new ArrayList<>();
        run.output().orElseThrow().forEach(number -> output.add(number.intValue()));
        return output;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsOfRunsDependOnItemsOnly(boolean successes) {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Items items = new Items(WIDTHS[random.nextInt(WIDTHS.length)], random.nextInt(2, 30));
            List<Integer> good =
                    numbers(items).stream().filter(number -> number > 0).toList();
            int bad = items.width() - good.size();
            int limit = random.nextInt(1, 6);

            Early workflow = new Early(seed, successes, limit);
            Ended ended = run(seed, workflow, items);
            EmbeddedRun run = ended.run();

            String description = "seed " + seed + ", " + target(seed) + ", " + items + ", limit " + limit;
            if (isCalm(seed)) {
                long before = successes ? limit + ended.failed() : (limit + 1L) * items.failEvery();
                assertThat(ended.started())
                        .as("started items of %s", description)
                        .isLessThanOrEqualTo(before + later(workflow, target(seed), items.width()));
            }
            if (successes && good.size() >= limit) {
                assertThat(run.failure()).as(description).isEmpty();
                assertThat(output(run))
                        .as(description)
                        .hasSize(limit)
                        .isSubsetOf(new HashSet<>(good))
                        .isSorted();
                assertThat(new HashSet<>(output(run))).as(description).hasSize(limit);
            } else if (!successes && bad <= limit) {
                assertThat(run.failure()).as(description).isEmpty();
                assertThat(output(run)).as(description).isEqualTo(good);
            } else {
                assertThat(run.failure().orElseThrow().node())
                        .as(description)
                        .isEqualTo(successes ? "first of map positive" : "tally of map positive");
                assertThat(run.failure().orElseThrow().name())
                        .as(description)
                        .isEqualTo(PermanentFailure.class.getName());
            }
        }
    }
}
