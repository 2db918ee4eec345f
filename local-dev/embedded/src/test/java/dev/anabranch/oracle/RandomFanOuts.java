package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.oracle.GenericTasks.Progress;
import dev.anabranch.oracle.GenericTasks.ResultsWith;
import dev.anabranch.oracle.RandomScope.Known;
import dev.anabranch.oracle.RandomScope.Sized;
import dev.anabranch.oracle.RandomStatements.Kind;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Fold;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Random statements with fan-outs. */
final class RandomFanOuts {

    /** The number of rounds after which most loops have ended. */
    private static final int ROUNDS = 8;

    private final Flow flow;
    private final RandomStatements statements;

    RandomFanOuts(Flow flow, RandomStatements statements) {
        this.flow = flow;
        this.statements = statements;
    }

    /** Returns the statements whose bodies are tasks. */
    List<Kind> overTasks() {
        return List.of(this::mapped, this::pipeline, this::joinedWith, this::tolerated, this::outcomes, this::polled);
    }

    /** Returns the statements whose bodies are scopes. */
    List<Kind> overBodies() {
        return List.of(
                this::mappedBody,
                this::mappedBody,
                this::indexedBody,
                this::nestedOutcomes,
                this::folded,
                this::repeated);
    }

    private Sized list(RandomScope scope, RandomGenerator random) {
        if (random.nextBoolean()) {
            scope.steps.add(statements.newList(scope, random));
        }
        return scope.list(random).orElseGet(() -> {
            scope.steps.add(statements.newList(scope, random));
            return scope.newest();
        });
    }

    private void mapped(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        FanOut<JsonNode> fanOut = flow.map(list.list(), RandomScope.function(random));
        if (random.nextInt(4) == 0) {
            fanOut.batch(random.nextInt(2, 30));
        }
        if (random.nextInt(3) == 0) {
            fanOut.named(RandomStatements.STURDY + place).retry(RandomStatements.AGAIN);
        }
        read(scope, labelled(fanOut, list), list.width(), list.bytes(), random);
    }

    private void pipeline(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        FanOut<JsonNode> first = flow.map(list.list(), RandomScope.function(random));
        FanOut<JsonNode> second = first.map(RandomScope.function(random)).map(RandomScope.function(random));
        boolean both = random.nextBoolean();
        if (both) {
            read(scope, first, list.width(), list.bytes(), random);
        }
        read(scope, labelled(second, list), list.width(), list.bytes(), random, !both);
    }

    private void joinedWith(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        FanOut<JsonNode> fanOut = flow.map(list.list(), RandomScope.function(random));
        Known<JsonNode> with = scope.value(random);
        Call<Pair> joined =
                flow.call(GenericTasks.JoinWith.class, flow.record(ResultsWith::new, fanOut.collect(), with.value()));
        scope.addPair(joined, with.bytes() + RandomStatements.SMALL);
        scope.add(joined.get(Pair::right), RandomStatements.SMALL);
    }

    private void mappedBody(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        AtomicLong bytes = new AtomicLong();
        FanOut<JsonNode> fanOut = flow.map(list.list(), (Value<JsonNode> item) -> {
            RandomScope body = scope.body(list.width());
            body.add(item, list.itemBytes());
            Known<JsonNode> worth = statements.fill(body, place, random.nextInt(1, 4));
            bytes.set(worth.bytes());
            return worth.value();
        });
        read(scope, labelled(fanOut, list), list.width(), bytes.get() * list.width(), random);
    }

    private void indexedBody(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        AtomicLong bytes = new AtomicLong();
        FanOut<JsonNode> fanOut = flow.mapIndexed(list.list(), (Value<JsonNode> item, Value<Long> index) -> {
            RandomScope body = scope.body(list.width());
            body.add(item, list.itemBytes());
            body.add(index, RandomStatements.SMALL);
            Known<JsonNode> worth = statements.fill(body, place, random.nextInt(1, 3));
            bytes.set(worth.bytes());
            return worth.value();
        });
        read(scope, labelled(fanOut, list), list.width(), bytes.get() * list.width(), random);
    }

    /** Labels are not random, so that the rest of a seed's workflow does not depend on them. */
    private static FanOut<JsonNode> labelled(FanOut<JsonNode> fanOut, Sized list) {
        return list.json() ? GenericTasks.Item.label(fanOut, list.width()) : fanOut;
    }

    private void read(RandomScope scope, FanOut<JsonNode> fanOut, int width, long bytes, RandomGenerator random) {
        read(scope, fanOut, width, bytes, random, true);
    }

    /**
     * Reads the results of a fan-out in a random form.
     *
     * @param configured whether it may get options, which are those of all its stages and can be set once
     */
    private void read(
            RandomScope scope,
            FanOut<JsonNode> fanOut,
            int width,
            long bytes,
            RandomGenerator random,
            boolean configured) {
        if (random.nextInt(3) == 0) {
            int concurrency = random.nextInt(1, 60);
            if (configured) {
                fanOut.concurrency(concurrency);
            }
        }
        if (random.nextInt(5) == 0 && configured) {
            fanOut.atMost(width);
        }
        scope.steps.add(fanOut);
        switch (random.nextInt(4)) {
            case 0 -> scope.addTypedList(fanOut.toList(), width, bytes);
            case 1 -> scope.add(fanOut.collect(), bytes);
            case 2 -> scope.add(flow.call(GenericTasks.Join.class, fanOut.collect()), RandomStatements.SMALL);
            default -> {
                // The results are not read.
            }
        }
    }

    private void folded(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        Known<JsonNode> initial = scope.value(random);
        RandomScope body = scope.body(list.width());
        Fold<JsonNode> fold = flow.fold(list.list(), initial.value(), (before, item) -> {
            // The state does not grow with the items.
            Value<JsonNode> digest = random.nextBoolean()
                    ? flow.call(GenericTasks.Digest.class, RandomScope.json(flow.list(List.of(before, item))))
                    : before;
            body.add(digest, initial.bytes());
            body.add(item, list.itemBytes());
            Known<JsonNode> returned = statements.fill(body, place, random.nextInt(0, 3));
            return returned.bytes() > RandomStatements.SMALL
                    ? flow.call(GenericTasks.Digest.class, returned.value())
                    : returned.value();
        });
        if (scope.depth > 0) { // Nested Map Runs of several levels would exceed the quota of open Map Runs.
            fold.atMost(list.width());
        }
        scope.steps.add(fold);
        scope.add(fold, initial.bytes() + RandomStatements.SMALL);
    }

    /** A loop whose state changes in each round; its condition is a field or a call. */
    private void repeated(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> start = scope.value(random);
        RandomScope body = scope.body(ROUNDS);
        int count = random.nextInt(0, 3);
        boolean field = random.nextBoolean();
        int atMost = RandomWorkflow.pick(random, List.of(ROUNDS, 10 * ROUNDS, 1_000));
        boolean pauses = random.nextInt(4) == 0;
        Value<JsonNode> loop = field
                ? paused(
                                flow.repeat(
                                        flow.call(GenericTasks.Advance.class, start.value()),
                                        before -> flow.call(
                                                GenericTasks.Advance.class,
                                                round(body, place, count, before.get(Progress::state)))),
                                pauses)
                        .until(progress -> progress.get(Progress::done))
                        .atMost(atMost)
                        .get(Progress::state)
                : paused(
                                flow.<JsonNode>repeat(
                                        start.value(),
                                        before -> flow.call(
                                                GenericTasks.Digest.class, round(body, place, count, before))),
                                pauses)
                        .until(state -> flow.call(GenericTasks.IsEven.class, state))
                        .atMost(atMost);
        scope.add(loop, RandomStatements.SMALL);
    }

    private void polled(RandomScope scope, String place, RandomGenerator random) {
        Value<JsonNode> subject = scope.value(random).value();
        // Decided without a draw, so that the seeds keep their workflows.
        Repeat<Progress> poll = paused(
                        place.hashCode() % 2 == 0
                                ? flow.poll(GenericTasks.Poll.class, subject)
                                : flow.poll(() -> flow.call(GenericTasks.Poll.class, subject)
                                        .retry(Retry.upTo(2))),
                        random.nextInt(4) == 0)
                .until(progress -> progress.get(Progress::done))
                .atMost(RandomWorkflow.pick(random, List.of(10 * ROUNDS, 1_000)));
        if (!scope.steps.isEmpty() && random.nextBoolean()) {
            poll.after(RandomWorkflow.pick(random, scope.steps));
        }
        scope.steps.add(poll);
        scope.add(poll.get(Progress::state), RandomStatements.SMALL);
    }

    private static <S> Repeat<S> paused(Repeat<S> loop, boolean pauses) {
        return pauses ? loop.every(Duration.ofSeconds(100_000)) : loop;
    }

    private Value<JsonNode> round(RandomScope body, String place, int count, Value<JsonNode> before) {
        body.add(before, RandomStatements.SMALL);
        Value<JsonNode> returned = statements.fill(body, place, count).value();
        return RandomScope.json(flow.list(List.of(before, returned)));
    }

    // ------------------------------------------------------------------------------------------------ failures

    private void tolerated(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        FanOut<JsonNode> fanOut = choosy(list, random);
        switch (random.nextInt(3)) {
            case 0 -> fanOut.toleratePercent(100);
            case 1 -> fanOut.toleratePercent(random.nextInt(30, 100));
            default -> fanOut.tolerate(random.nextInt(10, 50));
        }
        scope.add(flow.call(GenericTasks.Join.class, fanOut.collect()), RandomStatements.SMALL);
    }

    private void outcomes(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        FanOut<JsonNode> fanOut = choosy(list, random);
        if (random.nextBoolean()) {
            fanOut = fanOut.map(RandomScope.function(random));
        }
        scope.addTypedList(
                flow.call(GenericTasks.Settle.class, fanOut.outcomes()),
                list.width(),
                list.width() * RandomStatements.SMALL);
    }

    /** Adds a fan-out with items that fail. */
    private FanOut<JsonNode> choosy(Sized list, RandomGenerator random) {
        int every = random.nextInt(1, 5);
        return flow.map(list.list(), (Value<JsonNode> item) -> {
            int form = (int) (list.bytes() % 3); // Decided without a draw.
            if (form == 0) {
                return statements.picky(item, every);
            }
            // The only step that can fail is not the one that returns the value.
            Call<JsonNode> value = flow.call(GenericTasks.Same.class, item);
            Call<JsonNode> other = statements.picky(form == 1 ? item : value, every);
            if (list.width() % 2 == 0) {
                other.after(flow.sleep(Duration.ofSeconds(30)));
            }
            return value;
        });
    }

    /** Returns an item that fails because an item of a nested fan-out fails. */
    private void nestedOutcomes(RandomScope scope, String place, RandomGenerator random) {
        Sized list = list(scope, random);
        int inner = Math.min(3, scope.body(list.width()).actions);
        FanOut<JsonNode> fanOut = flow.map(list.list(), (Value<JsonNode> item) -> {
            Value<List<JsonNode>> items = flow.call(
                    GenericTasks.ListOf.class,
                    flow.record(ListSpec::new, item, flow.value(inner), flow.value(List.of(10))));
            return flow.call(
                    GenericTasks.Join.class,
                    choosy(new Sized(items, inner, 0), random).collect());
        });
        scope.add(flow.call(GenericTasks.Join.class, fanOut.toleratePercent(100).collect()), RandomStatements.SMALL);
    }
}
