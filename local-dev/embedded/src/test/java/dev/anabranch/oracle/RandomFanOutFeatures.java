package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A workflow of one to three fan-outs, also nested, each with a random combination of all features of a fan-out. */
final class RandomFanOutFeatures implements Workflow<JsonNode, JsonNode> {

    private static final List<Integer> WIDTHS = List.of(1, 2, 3, 7, 12, 12, 30, 45);
    private static final List<Integer> INNER_WIDTHS = List.of(0, 1, 2, 5);
    private static final List<Integer> BYTES = List.of(1, 30, 30, 400, 9_000);

    /** The retries that the task itself needs, and one for a fault that ends the first attempt. */
    private static final Retry RETRY = Retry.upTo(UnsteadyTasks.FAILING_ATTEMPTS + 1);

    /** The features of a fan-out. */
    enum Feature {
        FAILURES_FOR_GOOD,
        BATCH,
        THREADS,
        CACHE,
        PIPELINE,
        NESTED,
        CONCURRENCY,
        PROMISED_WIDTH,
        OUTCOMES,
        TOLERANCE,
        FIRST_SUCCESSES
    }

    private final long seed;
    private final List<Set<Feature>> combinations = new ArrayList<>();
    private SplittableRandom random;
    private SplittableRandom early;
    private Set<Feature> features = EnumSet.noneOf(Feature.class);

    RandomFanOutFeatures(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.early = new SplittableRandom(~seed);
    }

    /** The features of each fan-out, including those of a nested one; known after tracing. */
    List<Set<Feature>> combinations() {
        return combinations;
    }

    private boolean has(Feature feature, boolean chosen) {
        if (chosen) {
            features.add(feature);
        }
        return chosen;
    }

    @Override
    public String name() {
        return "features-" + seed;
    }

    @Override
    public Value<JsonNode> define(Flow flow, Value<JsonNode> input) {
        random = new SplittableRandom(seed);
        early = new SplittableRandom(~seed);
        combinations.clear();
        Value<JsonNode> value = input;
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            value = fanOut(flow, items(flow, value, RandomWorkflow.pick(random, WIDTHS)));
        }
        return value;
    }

    private Value<List<JsonNode>> items(Flow flow, Value<JsonNode> of, int width) {
        return flow.call(
                        GenericTasks.ListOf.class,
                        flow.record(
                                ListSpec::new,
                                of,
                                flow.value(width),
                                flow.value(List.of(RandomWorkflow.pick(random, BYTES)))))
                .retry(RETRY);
    }

    private Value<JsonNode> fanOut(Flow flow, Value<List<JsonNode>> items) {
        features = EnumSet.noneOf(Feature.class);
        combinations.add(features);
        if (!has(Feature.NESTED, random.nextInt(4) == 0)) {
            boolean failing = random.nextInt(2) == 0;
            boolean piped = has(Feature.PIPELINE, random.nextInt(4) == 0);
            FanOut<JsonNode> fanOut = ofTask(flow, items, failing, !piped);
            FanOut<JsonNode> last = piped ? piped(fanOut) : fanOut;
            return read(flow, limited(last), failing);
        }
        boolean failing = random.nextInt(3) == 0;
        int inner = RandomWorkflow.pick(random, INNER_WIDTHS);
        FanOut<JsonNode> outer = flow.map(
                items,
                (Value<JsonNode> item) -> read(
                        flow,
                        GenericTasks.Item.label(
                                ofTask(flow, items(flow, item, inner), failing || random.nextBoolean(), true), inner),
                        !failing || random.nextBoolean()));
        return read(flow, limited(outer), true);
    }

    private FanOut<JsonNode> ofTask(Flow flow, Value<List<JsonNode>> items, boolean failing, boolean mayBatch) {
        Class<? extends Task<JsonNode, JsonNode>> task =
                has(Feature.FAILURES_FOR_GOOD, failing) ? UnsteadyTasks.Moody.class : UnsteadyTasks.Unsteady.class;
        return withTaskOptions(flow.map(items, task), mayBatch);
    }

    private FanOut<JsonNode> piped(FanOut<JsonNode> first) {
        FanOut<JsonNode> second = first.map(UnsteadyTasks.Unsteady.class).retry(RETRY);
        if (has(Feature.CACHE, random.nextInt(3) == 0)) {
            second.cache("1");
        }
        return second;
    }

    private FanOut<JsonNode> withTaskOptions(FanOut<JsonNode> fanOut, boolean mayBatch) {
        if (random.nextBoolean()) {
            fanOut.retry(RETRY);
        } else {
            Retry later = RETRY.backoff(Duration.ofSeconds(random.nextInt(1, 5)), 2);
            fanOut.retry(later.on(IllegalStateException.class), Retry.upTo(1));
        }
        if (mayBatch && has(Feature.BATCH, random.nextInt(3) > 0)) {
            fanOut.batch(random.nextInt(2, 9), has(Feature.THREADS, random.nextBoolean()) ? 2 : 1);
        }
        if (has(Feature.CACHE, random.nextInt(3) == 0)) {
            fanOut.cache("1");
        }
        return fanOut;
    }

    private FanOut<JsonNode> limited(FanOut<JsonNode> fanOut) {
        if (has(Feature.CONCURRENCY, random.nextInt(4) == 0)) {
            fanOut.concurrency(random.nextInt(1, 20));
        }
        if (has(Feature.PROMISED_WIDTH, random.nextInt(5) == 0)) {
            fanOut.atMost(60);
        }
        return GenericTasks.Item.label(fanOut, (int) (seed % 7));
    }

    /** Returns the results of the fan-out. If items can fail, they are mostly read in a form that allows this. */
    private Value<JsonNode> read(Flow flow, FanOut<JsonNode> fanOut, boolean failing) {
        if (has(Feature.FIRST_SUCCESSES, early.nextInt(6) == 0)) {
            int needed = early.nextInt(4);
            return needed == 0 ? fanOut.any() : RandomScope.json(fanOut.firstSuccesses(needed));
        }
        if (failing && random.nextInt(6) > 0) {
            if (has(Feature.TOLERANCE, random.nextBoolean())) {
                if (random.nextBoolean()) {
                    fanOut.toleratePercent(random.nextInt(30, 101));
                } else {
                    fanOut.tolerate(random.nextInt(3, 40));
                }
            }
            if (has(Feature.OUTCOMES, random.nextBoolean())) {
                return features.contains(Feature.NESTED)
                        ? flow.call(UnsteadyTasks.Tell.class, fanOut.outcomes()).retry(RETRY)
                        : RandomScope.json(flow.call(GenericTasks.Settle.class, fanOut.outcomes())
                                .retry(RETRY));
            }
        }
        return flow.call(GenericTasks.Join.class, fanOut.collect()).retry(RETRY);
    }
}
