package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.oracle.GenericTasks.FlakySpec;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.oracle.GenericTasks.PickySpec;
import dev.anabranch.oracle.GenericTasks.TextSpec;
import dev.anabranch.oracle.GenericTasks.TimeSpec;
import dev.anabranch.oracle.ListTasks.Marked;
import dev.anabranch.oracle.RandomScope.Known;
import dev.anabranch.workflow.Await;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Callback;
import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.SubRun;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Fills scopes with random statements; {@link RandomFanOuts} has the statements with fan-outs. */
final class RandomStatements {

    /** The approximate size of a digest, a sum or an error. */
    static final long SMALL = 100;

    /** The beginning of the names of nodes whose first attempt may be killed; a scope may precede it. */
    static final String STURDY = "sturdy ";

    /** Policies that allow one attempt to be killed, and one more to be lost with it. */
    static final Retry AGAIN = Retry.upTo(2);

    private static final int RETRIES = 3;

    private final Flow flow;
    private final RandomWorkflow workflow;
    private final RandomLists listFunctions;
    private final List<Kind> everywhere = new ArrayList<>();
    private final List<Kind> withScopes = new ArrayList<>();
    private final RandomGuards guards;
    private final RandomEarlyEnds earlyEnds;

    /** A kind of statement. */
    interface Kind {
        void make(RandomScope scope, String place, RandomGenerator random);
    }

    RandomStatements(Flow flow, RandomWorkflow workflow) {
        this.flow = flow;
        this.workflow = workflow;
        this.listFunctions = new RandomLists(flow, this);
        everywhere.addAll(List.of(
                this::function,
                this::afterwards,
                this::text,
                this::constant,
                this::pair,
                this::swap,
                this::field,
                this::listOfValues,
                this::listOf,
                this::flaky,
                this::picky,
                this::loop,
                this::group));
        withScopes.add(this::conditional);
        guards = new RandomGuards(flow, this);
        earlyEnds = new RandomEarlyEnds(flow, this);
        RandomFanOuts fanOuts = new RandomFanOuts(flow, this);
        everywhere.addAll(fanOuts.overTasks());
        withScopes.addAll(fanOuts.overBodies());
    }

    /** Fills a scope and returns its output. */
    Known<JsonNode> fill(RandomScope scope, String place, int count) {
        for (int i = 0; i < count; i++) {
            String where = place + "." + i;
            if (workflow.wants(where)) {
                RandomGenerator random = workflow.generator(where);
                boolean inner = scope.depth < workflow.size().depth() && random.nextInt(3) == 0;
                RandomWorkflow.pick(random, inner ? withScopes : everywhere).make(scope, where, random);
            }
            String wait = where + ".wait";
            RandomGenerator random = workflow.generator(wait);
            if (random.nextInt(8) == 0 && workflow.wants(wait)) {
                sleep(scope, random);
            }
            String lists = where + ".lists";
            RandomGenerator listed = workflow.generator(lists);
            if (listed.nextInt(8) == 0 && workflow.wants(lists)) {
                listFunctions.make(scope, listed);
            }
            String run = where + ".run";
            RandomGenerator running = workflow.generator(run);
            if (running.nextInt(12) == 0 && workflow.wants(run)) {
                run(scope, running);
            }
            String await = where + ".await";
            RandomGenerator awaited = workflow.generator(await);
            if (awaited.nextInt(10) == 0 && workflow.wants(await)) {
                await(scope, where, awaited);
            }
            String callback = where + ".callback";
            RandomGenerator called = workflow.generator(callback);
            if (called.nextInt(10) == 0 && workflow.wants(callback)) {
                callback(scope, where, called);
            }
            String guard = where + ".guard";
            RandomGenerator guarded = workflow.generator(guard);
            boolean deep = scope.depth >= workflow.size().depth();
            if (guarded.nextInt(6) == 0 && !deep && workflow.wants(guard)) {
                RandomWorkflow.pick(guarded, guards.all()).make(scope, guard, guarded);
            }
            String early = where + ".early";
            RandomGenerator ending = workflow.generator(early);
            if (ending.nextInt(10) == 0 && workflow.wants(early)) {
                earlyEnds.make(scope, early, deep, ending);
            }
        }
        return worth(scope, workflow.generator(place));
    }

    /** Returns the widths of lists. */
    List<Integer> widths() {
        return workflow.size().widths();
    }

    private Known<JsonNode> worth(RandomScope scope, RandomGenerator random) {
        Known<JsonNode> latest = scope.latest();
        if (latest.bytes() > scope.mostBytes || random.nextInt(4) == 0) {
            return new Known<>(flow.call(GenericTasks.Digest.class, latest.value()), SMALL);
        }
        if (random.nextInt(3) > 0) {
            return latest;
        }
        Known<JsonNode> other = scope.value(random);
        return new Known<>(
                RandomScope.json(flow.list(List.of(latest.value(), other.value(), latest.value()))),
                2 * latest.bytes() + other.bytes());
    }

    // ------------------------------------------------------------------------------------------------ tasks

    private static void add(RandomScope scope, Call<JsonNode> call, long bytes) {
        scope.add(call, bytes);
        scope.steps.add(call);
    }

    private void function(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        Call<JsonNode> call = flow.call(RandomScope.function(random), input.value());
        if (random.nextInt(3) == 0) {
            call.named(STURDY + place).retry(AGAIN);
        } else if (random.nextBoolean()) {
            call.named("step " + place);
        }
        add(scope, call, input.bytes());
    }

    private void afterwards(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        Call<JsonNode> call = flow.call(RandomScope.function(random), input.value());
        if (!scope.steps.isEmpty()) {
            call.after(RandomWorkflow.pick(random, scope.steps));
        }
        add(scope, call, input.bytes());
    }

    private void text(RandomScope scope, String place, RandomGenerator random) {
        int bytes = RandomWorkflow.pick(random, workflow.size().bytes());
        Value<TextSpec> spec = flow.record(TextSpec::new, scope.value(random).value(), flow.value(bytes));
        add(scope, flow.call(GenericTasks.Text.class, spec), bytes);
    }

    private void flaky(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        Value<Integer> failures = flow.value(random.nextInt(RETRIES + 1));
        Retry retry = Retry.upTo(RETRIES).backoff(Duration.ofSeconds(random.nextInt(1, 5)), 1.5);
        Value<FlakySpec> spec = flow.record(FlakySpec::new, input.value(), failures);
        Call<JsonNode> call = random.nextBoolean()
                ? flow.call(GenericTasks.Flaky.class, spec).retry(retry)
                : flow.call(GenericTasks.Fickle.class, spec)
                        .retry(Retry.upTo(RETRIES).on(IOException.class), retry);
        add(scope, call, input.bytes());
    }

    private void picky(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        int every = random.nextInt(4) == 0 ? 3 : 0;
        Retry retry = Retry.upTo(1);
        add(
                scope,
                picky(input.value(), every)
                        .retry(random.nextBoolean() ? retry : retry.except(IllegalArgumentException.class)),
                input.bytes());
    }

    Call<JsonNode> picky(Value<JsonNode> value, int every) {
        return flow.call(GenericTasks.Picky.class, flow.record(PickySpec::new, value, flow.value(every)));
    }

    private void loop(RandomScope scope, String place, RandomGenerator random) {
        String prefix = "loop " + place + " ";
        int rounds = random.nextInt(1, 6);
        long bytes = 0;
        for (int i = 0; i < rounds; i++) {
            Known<JsonNode> input = scope.value(random);
            bytes += input.bytes();
            scope.steps.add(flow.call(GenericTasks.Same.class, input.value()).named(prefix + i));
        }
        scope.addList(flow.resultsOf(prefix, GenericTasks.Same.class), rounds, bytes);
    }

    private void group(RandomScope scope, String place, RandomGenerator random) {
        Supplier<Known<JsonNode>> nodes = () -> fill(scope, place, random.nextInt(1, 3));
        String name = "s" + place.substring(place.lastIndexOf('.') + 1);
        Known<JsonNode> worth =
                flow.group("group " + place, random.nextBoolean() ? nodes : () -> flow.scope(name, nodes));
        scope.add(worth.value(), worth.bytes());
    }

    /** A wait of seconds or days, which a later step may wait for. */
    private void sleep(RandomScope scope, RandomGenerator random) {
        Duration duration = Duration.ofSeconds(random.nextInt(-5, 10)).multipliedBy(random.nextBoolean() ? 1 : 86_400);
        Wait wait =
                switch (random.nextInt(4)) {
                    case 0 -> flow.sleep(duration.abs());
                    case 1 -> flow.sleep(flow.call(GenericTasks.Time.class, flow.value(duration)));
                    case 2 ->
                        flow.sleep(flow.call(GenericTasks.TimeSpecOf.class, flow.value(duration))
                                .get(TimeSpec::time));
                    default -> flow.sleepUntil(flow.value(TestCloud.START.plus(duration)));
                };
        if (!scope.steps.isEmpty()) {
            wait.after(RandomWorkflow.pick(random, scope.steps));
        }
        scope.steps.add(wait);
    }

    /** A run of another workflow. */
    private void run(RandomScope scope, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        SubRun<JsonNode> run = flow.run(GenericChild.class, input.value());
        if (!scope.steps.isEmpty() && random.nextBoolean()) {
            run.after(RandomWorkflow.pick(random, scope.steps));
        }
        scope.steps.add(run);
        scope.add(run, input.bytes() + SMALL);
    }

    /** A wait for an answer; one in four is never answered, and of these one in four fails. */
    private void await(RandomScope scope, String place, RandomGenerator random) {
        boolean answered = random.nextInt(4) > 0;
        Await<JsonNode> await = flow.await("await " + place + (answered ? "" : Answers.NEVER), JsonNode.class)
                .prompt(scope.value(random).value())
                .timeout(Duration.ofHours(random.nextInt(1, 100)));
        if (answered || random.nextInt(4) > 0) {
            await.onTimeout(TextNode.valueOf("too late"));
        }
        if (!scope.steps.isEmpty() && random.nextBoolean()) {
            await.after(RandomWorkflow.pick(random, scope.steps));
        }
        scope.steps.add(await);
        scope.add(await, SMALL);
    }

    /** A task that starts work elsewhere; one in four never ends, and of these one in four fails. */
    private void callback(RandomScope scope, String place, RandomGenerator random) {
        boolean answered = random.nextInt(4) > 0;
        int every = random.nextInt(8) == 0 ? 3 : 0;
        Value<PickySpec> spec = flow.record(PickySpec::new, scope.value(random).value(), flow.value(every));
        Callback<JsonNode> callback = flow.callback(GenericTasks.Picky.class, spec, JsonNode.class)
                .named("callback " + place + (answered ? "" : Answers.NEVER))
                .timeout(Duration.ofHours(random.nextInt(1, 100)))
                .retry(Retry.upTo(random.nextInt(2)));
        if (random.nextInt(3) == 0) {
            callback.heartbeat(Duration.ofMinutes(random.nextInt(1, 60)));
        }
        if (answered || random.nextInt(4) > 0) {
            callback.onTimeout(TextNode.valueOf("too late"));
        }
        if (!scope.steps.isEmpty() && random.nextBoolean()) {
            callback.after(RandomWorkflow.pick(random, scope.steps));
        }
        scope.steps.add(callback);
        scope.add(callback, SMALL);
    }

    private void conditional(RandomScope scope, String place, RandomGenerator random) {
        Conditional<JsonNode> conditional = flow.when(
                condition(scope, random),
                () -> fill(scope.side(), place + ".yes", random.nextInt(0, 3)).value(),
                () -> fill(scope.side(), place + ".no", random.nextInt(0, 3)).value());
        scope.steps.add(conditional);
        scope.add(conditional.value(), 3 * scope.mostBytes);
    }

    /** Returns the result of a call, a field of it, or a value of any kind, which counts as false unless it is true. */
    private Value<Boolean> condition(RandomScope scope, RandomGenerator random) {
        Value<JsonNode> value = scope.value(random).value();
        return switch (random.nextInt(6)) {
            case 0, 1 -> flow.call(GenericTasks.IsEven.class, value);
            case 2, 3 -> flow.call(ListTasks.MarkOne.class, value).get(Marked::odd);
            case 4 -> asBoolean(value);
            default -> {
                Optional<Known<Pair>> pair = scope.pair(random);
                yield pair.isPresent()
                        ? asBoolean(pair.orElseThrow().value().get(Pair::left))
                        : flow.call(GenericTasks.IsEven.class, value);
            }
        };
    }

    @SuppressWarnings("unchecked") // A definition may declare a type that its data do not have.
    private static Value<Boolean> asBoolean(Value<?> value) {
        return (Value<Boolean>) value;
    }

    // ------------------------------------------------------------------------------------------------ data

    private void constant(RandomScope scope, String place, RandomGenerator random) {
        JsonNode json = JsonNodeFactory.instance
                .objectNode()
                .put("{% key %}", "{% " + random.nextInt(100) + " %}")
                .put("k.$", GenericTasks.text(random.nextInt(1_000), 30))
                .put("n", random.nextLong(1L << 53))
                .putNull("null");
        scope.add(flow.value(json), SMALL);
    }

    private void pair(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> left = scope.value(random);
        Known<JsonNode> right = scope.value(random);
        Value<Pair> pair = flow.record(Pair::new, left.value(), right.value());
        scope.addPair(pair, left.bytes() + right.bytes());
        scope.add(pair, left.bytes() + right.bytes());
    }

    private void swap(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> left = scope.value(random);
        Known<JsonNode> right = scope.value(random);
        Call<Pair> swapped = flow.call(GenericTasks.Swap.class, flow.record(Pair::new, left.value(), right.value()));
        scope.addPair(swapped, left.bytes() + right.bytes());
        scope.steps.add(swapped);
        scope.add(swapped.get(Pair::right), left.bytes());
    }

    private void field(RandomScope scope, String place, RandomGenerator random) {
        scope.pair(random).ifPresent(pair -> {
            Value<Pair> value = pair.value();
            scope.add(random.nextBoolean() ? value.get(Pair::left) : value.get(Pair::right), pair.bytes());
        });
    }

    private void listOfValues(RandomScope scope, String place, RandomGenerator random) {
        List<Value<JsonNode>> elements = new ArrayList<>();
        long bytes = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            Known<JsonNode> element = scope.value(random);
            elements.add(element.value());
            bytes += element.bytes();
        }
        scope.addTypedList(flow.list(elements), elements.size(), bytes);
    }

    private void listOf(RandomScope scope, String place, RandomGenerator random) {
        scope.steps.add(newList(scope, random));
    }

    /** Adds the call of a task that makes a list narrow and small enough for a fan-out in this scope. */
    Call<List<JsonNode>> newList(RandomScope scope, RandomGenerator random) {
        int width = Math.min(RandomWorkflow.pick(random, workflow.size().widths()), scope.actions);
        List<Integer> bytes =
                new ArrayList<>(RandomWorkflow.some(random, workflow.size().bytes()));
        long most = scope.mostBytes / Math.max(1, width);
        bytes.replaceAll(wish -> (int) Math.min(wish, most));
        Call<List<JsonNode>> list = flow.call(
                GenericTasks.ListOf.class,
                flow.record(ListSpec::new, scope.value(random).value(), flow.value(width), flow.value(bytes)));
        long item = (long) bytes.stream().mapToInt(Integer::intValue).average().orElse(0);
        scope.addList(list, width, width * (item + SMALL));
        return list;
    }
}
