package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.oracle.GenericTasks.PickySpec;
import dev.anabranch.oracle.GenericTasks.Progress;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Await;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Callback;
import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.Ensured;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Fold;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.SubRun;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A workflow of one or two fan-outs that tolerate failures, also nested. The body of each has random steps of all kinds,
 * of which any can fail or end last, and returns a value of any kind: a result, a constant, the item, a value from
 * outside, or a value made of several.
 */
final class RandomItems implements Workflow<JsonNode, JsonNode> {

    private static final List<Integer> WIDTHS = List.of(0, 1, 2, 3, 7, 12, 45);
    private static final List<Integer> INNER_WIDTHS = List.of(0, 1, 2, 3);
    private static final int MOST_ROUNDS = 40;

    /** Allows one attempt to be killed, and one more to be lost with it. */
    private static final Retry AGAIN = Retry.upTo(2);

    /** Returns which items failed, but not why, because which of several failures is the first depends on timing. */
    public static final class Which implements Task<Results<Outcome<JsonNode>>, JsonNode> {
        @Override
        public JsonNode run(Results<Outcome<JsonNode>> outcomes, TaskContext context) {
            return TaskJson.tree(outcomes.stream().map(RandomItems::which).toList());
        }
    }

    /** As {@link Which}, for an attempt. */
    public static final class WhichOne implements Task<Outcome<JsonNode>, JsonNode> {
        @Override
        public JsonNode run(Outcome<JsonNode> outcome, TaskContext context) {
            return TextNode.valueOf(which(outcome));
        }
    }

    /**
     * Some actions of one node that return something else, as after a change of a task or of what it reads.
     *
     * @param items the outermost indexes of the actions; empty for all actions of the node
     */
    record Change(String node, Optional<IndexRange> items) {

        private static final ThreadLocal<Optional<Change>> CURRENT = ThreadLocal.withInitial(Optional::empty);

        /** Applies the change to all tasks of this thread. */
        void apply() {
            CURRENT.set(Optional.of(this));
        }

        static void revert() {
            CURRENT.remove();
        }

        static boolean concerns(TaskContext context) {
            return CURRENT.get()
                    .filter(change -> change.node().equals(context.node()))
                    .filter(change -> change.items().isEmpty()
                            || change.items()
                                    .filter(range ->
                                            range.first() <= context.path().get(0)
                                                    && context.path().get(0) <= range.last())
                                    .isPresent())
                    .isPresent();
        }
    }

    /** As {@link GenericTasks.Picky}. A {@link Change} concerns its value, and so whether it fails. */
    public static final class Varied implements Task<PickySpec, JsonNode> {
        @Override
        public JsonNode run(PickySpec spec, TaskContext context) {
            JsonNode value = Change.concerns(context)
                    ? JsonNodeFactory.instance.objectNode().set("changed", spec.value())
                    : spec.value();
            return new GenericTasks.Picky().run(new PickySpec(value, spec.every()), context);
        }
    }

    /** As {@link GenericTasks.ListOf}. A {@link Change} concerns the items and their number. */
    public static final class VariedList implements Task<ListSpec, List<JsonNode>> {
        @Override
        public List<JsonNode> run(ListSpec spec, TaskContext context) {
            boolean changed = Change.concerns(context);
            int width = changed ? (spec.n() + 2) % 4 : spec.n();
            JsonNode of = changed ? TextNode.valueOf("changed") : spec.of();
            return new GenericTasks.ListOf().run(new ListSpec(of, width, spec.bytes()), context);
        }
    }

    /** Returns a record, or null for some values: then its fields cannot be read. */
    public static final class PairOrNull implements Task<JsonNode, Pair> {
        @Override
        @SuppressWarnings("NullAway") // Null is a value like any other.
        public Pair run(JsonNode value, TaskContext context) {
            return GenericTasks.fingerprint(value) % 5 == 0 ? null : new Pair(value, TextNode.valueOf("right"));
        }
    }

    private static String which(Outcome<JsonNode> outcome) {
        return outcome.fold(result -> String.valueOf(GenericTasks.fingerprint(result)), failed -> "failed");
    }

    private final long seed;
    private final boolean waits;
    private final boolean earlyEnds;
    private int nodes;

    /**
     * Creates a workflow.
     *
     * @param waits whether items may wait for answers, callbacks and runs of other workflows
     * @param earlyEnds whether fan-outs may end with their first successes
     */
    RandomItems(long seed, boolean waits, boolean earlyEnds) {
        this.seed = seed;
        this.waits = waits;
        this.earlyEnds = earlyEnds;
    }

    @Override
    public String name() {
        return "items-" + seed;
    }

    @Override
    public Value<JsonNode> define(Flow flow, Value<JsonNode> input) {
        nodes = 0;
        Scope root = new Scope(flow, new SplittableRandom(seed), 0);
        root.values.add(input);
        root.values.add(root.picky(input, 0));
        Value<JsonNode> first = root.fanOut(root.list(WIDTHS));
        return root.random.nextInt(3) > 0
                ? first
                : RandomScope.json(flow.list(List.of(first, root.fanOut(root.list(INNER_WIDTHS)))));
    }

    private final class Scope {

        final Flow flow;
        final RandomGenerator random;
        final int depth;
        final List<Value<JsonNode>> values = new ArrayList<>();
        final List<Step> steps = new ArrayList<>();

        Scope(Flow flow, RandomGenerator random, int depth) {
            this.flow = flow;
            this.random = random;
            this.depth = depth;
        }

        Scope inner(int deeper) {
            Scope inner = new Scope(flow, random, depth + deeper);
            inner.values.addAll(values);
            return inner;
        }

        Value<JsonNode> value() {
            return RandomWorkflow.pick(random, values);
        }

        Value<JsonNode> recent() {
            return values.get(Math.max(0, values.size() - 1 - random.nextInt(3)));
        }

        <S extends Step> S afterSome(S step, Consumer<Step> after) {
            if (!steps.isEmpty() && random.nextInt(3) == 0) {
                after.accept(RandomWorkflow.pick(random, steps));
            }
            steps.add(step);
            return step;
        }

        Call<JsonNode> picky(Value<JsonNode> value, int every) {
            return flow.call(Varied.class, flow.record(PickySpec::new, value, flow.value(every)))
                    .retry(AGAIN);
        }

        Call<List<JsonNode>> list(List<Integer> widths) {
            return flow.call(
                            VariedList.class,
                            flow.record(
                                    ListSpec::new,
                                    recent(),
                                    flow.value(RandomWorkflow.pick(random, widths)),
                                    flow.value(List.of(RandomWorkflow.pick(random, List.of(1, 30, 30, 400))))))
                    .retry(AGAIN);
        }

        /** Most items succeed. */
        int every() {
            return random.nextInt(3) == 0 ? 0 : random.nextInt(2, 7);
        }

        Value<JsonNode> fill(int count) {
            for (int i = 0; i < count; i++) {
                step(random.nextInt(waits ? 17 : 14));
            }
            return returned();
        }

        private void step(int kind) {
            switch (kind) {
                case 0, 1, 2 -> {
                    Call<JsonNode> call = picky(recent(), every());
                    values.add(afterSome(call, call::after));
                }
                case 3 -> {
                    Call<JsonNode> call =
                            flow.call(RandomScope.function(random), recent()).retry(AGAIN);
                    values.add(afterSome(call, call::after));
                }
                case 4 -> {
                    Conditional<JsonNode> when = flow.when(
                            flow.call(GenericTasks.IsEven.class, recent()).retry(AGAIN),
                            () -> inner(0).fill(random.nextInt(2)),
                            () -> inner(0).fill(random.nextInt(2)));
                    afterSome(when, when::after);
                    values.add(when.value());
                }
                case 5 -> {
                    Attempt<JsonNode> attempt = flow.attempt(() -> inner(0).fill(random.nextInt(1, 3)));
                    afterSome(attempt, attempt::after);
                    values.add(flow.call(WhichOne.class, attempt).retry(AGAIN));
                }
                case 6 -> {
                    Attempt<JsonNode> attempt = flow.attempt(() -> inner(0).fill(1));
                    afterSome(attempt, attempt::after);
                    values.add(flow.when(attempt.succeeded(), () -> inner(0).returned(), () -> picky(recent(), every()))
                            .value());
                }
                case 7 -> {
                    Ensured<JsonNode> ensured =
                            flow.ensure(() -> inner(0).fill(random.nextInt(1, 3)), () -> inner(0).fill(1));
                    values.add(afterSome(ensured, ensured::after));
                }
                case 8 -> {
                    Repeat<JsonNode> loop = flow.<JsonNode>repeat(recent(), before -> {
                                Scope round = inner(1);
                                round.values.add(before);
                                Value<JsonNode> more = round.fill(random.nextInt(2));
                                return flow.call(
                                                GenericTasks.Digest.class,
                                                RandomScope.json(flow.list(List.of(before, more))))
                                        .retry(AGAIN);
                            })
                            .until(state ->
                                    flow.call(GenericTasks.IsEven.class, state).retry(AGAIN))
                            .atMost(RandomWorkflow.pick(random, List.of(2, MOST_ROUNDS)));
                    if (random.nextInt(3) == 0) {
                        loop.every(Duration.ofSeconds(20));
                    }
                    values.add(afterSome(loop, loop::after));
                }
                case 9 -> {
                    Repeat<Progress> poll = flow.poll(() ->
                                    flow.call(GenericTasks.Poll.class, recent()).retry(AGAIN))
                            .until(progress -> progress.get(Progress::done))
                            .atMost(RandomWorkflow.pick(random, List.of(3, MOST_ROUNDS)));
                    afterSome(poll, poll::after);
                    values.add(poll.get(Progress::state));
                }
                case 10 -> {
                    Fold<JsonNode> fold = flow.fold(list(INNER_WIDTHS), recent(), (before, item) -> {
                        Scope body = inner(1);
                        body.values.add(before);
                        body.values.add(item);
                        return body.fill(random.nextInt(2));
                    });
                    fold.atMost(5);
                    values.add(afterSome(fold, fold::after));
                }
                case 11 -> {
                    Wait wait = flow.sleep(Duration.ofSeconds(random.nextInt(20)));
                    afterSome(wait, wait::after);
                }
                case 12 -> {
                    if (depth < 2) {
                        values.add(fanOut(list(INNER_WIDTHS)));
                    } else {
                        step(0);
                    }
                }
                case 13 -> {
                    Value<Pair> pair = flow.record(Pair::new, recent(), value());
                    values.add(RandomScope.json(pair));
                    values.add(flow.call(GenericTasks.Swap.class, pair)
                            .retry(AGAIN)
                            .get(Pair::left));
                }
                case 14 -> {
                    boolean answered = random.nextInt(4) > 0;
                    Await<JsonNode> await = flow.await(
                                    "await " + nodes++ + (answered ? "" : Answers.NEVER), JsonNode.class)
                            .timeout(Duration.ofHours(1));
                    if (random.nextBoolean()) {
                        await.onTimeout(TextNode.valueOf("too late"));
                    }
                    values.add(afterSome(await, await::after));
                }
                case 15 -> {
                    boolean answered = random.nextInt(4) > 0;
                    Callback<JsonNode> callback = flow.callback(
                                    GenericTasks.Picky.class,
                                    flow.record(PickySpec::new, recent(), flow.value(every())),
                                    JsonNode.class)
                            .named("callback " + nodes++ + (answered ? "" : Answers.NEVER))
                            .timeout(Duration.ofHours(1))
                            .retry(AGAIN);
                    if (random.nextBoolean()) {
                        callback.onTimeout(TextNode.valueOf("too late"));
                    }
                    values.add(afterSome(callback, callback::after));
                }
                default -> {
                    SubRun<JsonNode> run = flow.run(GenericChild.class, recent());
                    values.add(afterSome(run, run::after));
                }
            }
        }

        /** Returns a value of any kind. */
        Value<JsonNode> returned() {
            return switch (random.nextInt(10)) {
                case 9 -> flow.call(PairOrNull.class, recent()).retry(AGAIN).get(Pair::left);
                case 0 -> flow.value(JsonNodeFactory.instance.objectNode().put("constant", random.nextInt(100)));
                case 1 -> value();
                case 2 -> RandomScope.json(flow.list(List.of(value(), recent())));
                case 3 -> RandomScope.json(flow.record(Pair::new, value(), recent()));
                case 4 -> flow.value(JsonNodeFactory.instance.nullNode());
                default -> recent();
            };
        }

        /** Adds a fan-out and returns a value of its results. */
        Value<JsonNode> fanOut(Value<List<JsonNode>> list) {
            boolean task = random.nextInt(5) == 0;
            FanOut<JsonNode> items = task
                    ? flow.map(list, random.nextBoolean() ? GenericTasks.Digest.class : GenericTasks.Same.class)
                            .retry(AGAIN)
                    : flow.mapIndexed(list, (Value<JsonNode> item, Value<Long> index) -> body(item, index));
            FanOut<JsonNode> last = items;
            boolean piped = random.nextInt(3) == 0;
            if (piped) {
                last = random.nextBoolean()
                        ? items.map((Value<JsonNode> before) -> {
                            Scope body = inner(1);
                            body.values.add(before);
                            return body.fill(random.nextInt(3));
                        })
                        : items.map((Value<JsonNode> before) -> picky(before, every()));
            } else if (task && random.nextBoolean()) {
                items.batch(random.nextInt(2, 9), random.nextInt(1, 3));
            }
            if (random.nextInt(4) == 0) {
                last.concurrency(random.nextInt(1, 20));
            }
            if (random.nextInt(4) == 0 || depth > 0) {
                last.atMost(60);
            }
            if (random.nextInt(3) == 0) {
                last.label();
            }
            steps.add(last);
            return read(items, last, piped);
        }

        private Value<JsonNode> body(Value<JsonNode> item, Value<Long> index) {
            Scope body = inner(1);
            body.values.add(RandomScope.json(index));
            body.values.add(item);
            return body.fill(random.nextInt(1, depth > 0 ? 3 : 5));
        }

        private Value<JsonNode> read(FanOut<JsonNode> early, FanOut<JsonNode> last, boolean piped) {
            boolean limited = random.nextInt(4) == 0;
            if (limited) {
                if (random.nextBoolean()) {
                    last.tolerate(random.nextInt(4));
                } else {
                    last.toleratePercent(random.nextInt(20, 100));
                }
            }
            FanOut<JsonNode> read = piped && random.nextBoolean() ? early : last;
            return switch (random.nextInt(limited || !earlyEnds ? 5 : 6)) {
                case 0, 1 -> flow.call(Which.class, read.outcomes()).retry(AGAIN);
                case 2 -> {
                    if (!limited) {
                        last.toleratePercent(100);
                    }
                    yield RandomScope.json(read.toList());
                }
                case 3 -> {
                    if (!limited) {
                        last.toleratePercent(100);
                    }
                    yield flow.call(GenericTasks.Join.class, read.collect()).retry(AGAIN);
                }
                case 4 -> {
                    Value<JsonNode> both =
                            flow.call(Which.class, read.outcomes()).retry(AGAIN);
                    yield RandomScope.json(flow.list(List.of(
                            both,
                            flow.call(GenericTasks.Join.class, last.collect()).retry(AGAIN))));
                }
                default ->
                    random.nextBoolean() ? read.any() : RandomScope.json(read.firstSuccesses(random.nextInt(1, 4)));
            };
        }
    }
}
