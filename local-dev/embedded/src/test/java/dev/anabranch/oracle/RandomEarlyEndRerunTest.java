package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reruns random workflows with fan-outs that end early, also nested and in runs of other workflows, and compares the
 * tasks that a rerun calls with those that a direct evaluation needs. {@code -Danabranch.seed=<seed>} runs only that
 * seed. All fan-outs are sequential, so the items that run are known. A seed takes up to half a second, because each has
 * two or three runs and those that they start.
 */
final class RandomEarlyEndRerunTest {

    private static final int SEEDS = Integer.getInteger("anabranch.seeds", 40);
    private static final String AGAIN = "again";
    private static final String FAILED_AGAIN = "failed-again";
    private static final String CHILD = "early-ends-child";

    /** One action in so many fails in the first run: outside fan-outs, and in their items. */
    private static final int ONE_IN = 14;

    private static final int ONE_ITEM_IN = 4;

    @TempDir
    private Path scratch;

    /** A request for a list of numbers. */
    public record Spec(long from, int width) {
        List<Long> numbers() {
            return LongStream.range(from, from + width).boxed().toList();
        }
    }

    public static final class Numbers implements Task<Spec, List<Long>> {
        @Override
        public List<Long> run(Spec spec, TaskContext context) {
            return spec.numbers();
        }
    }

    public static final class Work implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            return worked(number);
        }
    }

    private static long worked(long number) {
        return (3 * number + 1) % 1_000_003;
    }

    public static final class Total implements Task<List<Long>, Long> {
        @Override
        public Long run(List<Long> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    public static final class Sum implements Task<Results<Long>, Long> {
        @Override
        public Long run(Results<Long> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }
    }

    // ------------------------------------------------------------------------------------------------ workflows

    /** A part of a workflow. It takes a number and returns one. */
    private interface Part {
        /** Returns a node of the part outside its fan-out. */
        String node();

        /** Returns the names of all nodes of the part. */
        List<String> nodes();

        Value<Long> define(Flow flow, Value<Long> number);

        Known evaluate(Needs needs, Place at, Known number);
    }

    private static Value<Long> define(List<Part> parts, Flow flow, Value<Long> number) {
        Value<Long> value = number;
        for (Part part : parts) {
            value = part.define(flow, value);
        }
        return value;
    }

    private static List<String> nodes(List<Part> parts) {
        return parts.stream().flatMap(part -> part.nodes().stream()).toList();
    }

    /** A call of {@link Work}. */
    private record One(String node) implements Part {
        @Override
        public List<String> nodes() {
            return List.of(node);
        }

        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Work.class, number).named(node);
        }

        @Override
        public Known evaluate(Needs needs, Place at, Known number) {
            return needs.call(at, node, number.changed(), () -> worked(number.value()));
        }
    }

    /** How a fan-out ends. */
    private enum End {
        /** Any failure fails it. */
        ALL,
        /** Some failures are tolerated. */
        TOLERANT,
        /** It ends with its first successes. */
        FIRST
    }

    /**
     * A fan-out over a list of numbers.
     *
     * @param limit the tolerated failures or the needed successes
     */
    private record Many(String name, int width, End end, int limit, List<Part> body) implements Part {
        private String numbers() {
            return "numbers of " + name;
        }

        @Override
        public String node() {
            return "sum of " + name;
        }

        @Override
        public List<String> nodes() {
            List<String> all = new ArrayList<>(List.of(numbers(), node()));
            all.addAll(RandomEarlyEndRerunTest.nodes(body));
            return all;
        }

        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            Value<List<Long>> list = flow.call(Numbers.class, flow.record(Spec::new, number, flow.value(width)))
                    .named(numbers());
            FanOut<Long> items = flow.map(list, (Value<Long> item) -> RandomEarlyEndRerunTest.define(body, flow, item))
                    .sequential();
            return switch (end) {
                case ALL -> flow.call(Total.class, items.toList()).named(node());
                case TOLERANT ->
                    flow.call(Sum.class, items.tolerate(limit).collect()).named(node());
                case FIRST ->
                    flow.call(Total.class, items.firstSuccesses(limit)).named(node());
            };
        }

        @Override
        public Known evaluate(Needs needs, Place at, Known number) {
            boolean listChanged =
                    needs.call(at, numbers(), number.changed(), () -> 0L).changed();
            Optional<JsonNode> decided = end != End.FIRST || listChanged || needs.selectsOneOf(body, at.path())
                    ? Optional.empty()
                    : needs.first(at, body.get(0).node());
            if (decided.isPresent()) {
                return needs.call(at, node(), false, () -> total(decided.get()));
            }
            List<Known> items = new ArrayList<>();
            for (long item : new Spec(number.value(), width).numbers()) {
                if (end == End.FIRST && items.size() == limit) {
                    break;
                }
                items.add(needs.evaluate(body, at.item(items.size()), new Known(item, listChanged)));
            }
            boolean changed = listChanged || end == End.FIRST || items.stream().anyMatch(Known::changed);
            return needs.call(at, node(), changed, () -> items.stream()
                    .mapToLong(Known::value)
                    .sum());
        }

        private static long total(JsonNode list) {
            long sum = 0;
            for (JsonNode number : list) {
                sum += number.longValue();
            }
            return sum;
        }
    }

    /** A run of {@link Child}. */
    private record Other(String node) implements Part {
        @Override
        public List<String> nodes() {
            return List.of(node);
        }

        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.run(Child.class, number).named(node);
        }

        @Override
        public Known evaluate(Needs needs, Place at, Known number) {
            return needs.run(at, node, number);
        }
    }

    private static final List<Part> CHILD_PARTS = List.of(
            new One("c1"),
            new Many("c2", 5, End.FIRST, 2, List.of(new One("c3"), new One("c4"))),
            new Many("c5", 3, End.TOLERANT, 2, List.of(new One("c6"))),
            new One("c7"));

    /** The workflow that the random ones run. */
    public static final class Child implements Workflow<Long, Long> {
        @Override
        public String name() {
            return CHILD;
        }

        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return RandomEarlyEndRerunTest.define(CHILD_PARTS, flow, number);
        }
    }

    private record Outer(List<Part> parts) implements Workflow<Long, Long> {
        @Override
        public String name() {
            return "early-ends";
        }

        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return RandomEarlyEndRerunTest.define(parts, flow, number);
        }
    }

    /** Makes random parts. */
    private static final class RandomParts {
        private final SplittableRandom random;
        private int count;

        RandomParts(long seed) {
            random = new SplittableRandom(seed);
        }

        List<Part> outer() {
            List<Part> parts = new ArrayList<>();
            for (int i = random.nextInt(2, 5); i > 0; i--) {
                parts.add(part(0));
            }
            return parts;
        }

        private Part part(int depth) {
            String name = "n" + count++;
            int kind = random.nextInt(depth == 0 ? 8 : 6);
            if (depth == 2 || kind < 2) {
                return new One(name);
            }
            if (kind == 2) {
                return new Other(name);
            }
            int width = random.nextInt(1, depth == 0 ? 9 : 5);
            List<Part> body = new ArrayList<>();
            for (int i = random.nextInt(1, 3); i > 0; i--) {
                body.add(part(depth + 1));
            }
            return switch (kind) {
                case 3 -> new Many(name, width, End.ALL, 0, body);
                case 4 -> new Many(name, width, End.TOLERANT, random.nextInt(3), body);
                default -> new Many(name, width, End.FIRST, random.nextInt(1, Math.min(3, width) + 1), body);
            };
        }
    }

    // ------------------------------------------------------------------------------------------------ what is needed

    /** A number, and whether the rerun computes it. */
    private record Known(long value, boolean changed) {}

    /**
     * What a rerun computes although it has a result.
     *
     * @param node a node; empty for none
     * @param item the item of the outermost fan-out around the node; -1 for all
     */
    private record Selected(String node, long item) {
        boolean isSelected(String other, List<Long> path) {
            return other.equals(node) && (item < 0 || path.get(0) == item);
        }

        RerunSelection selection(boolean onlyFailed) {
            if (node.isEmpty()) {
                return onlyFailed ? new RerunSelection.OnlyFailed() : new RerunSelection.Unfinished();
            }
            return item < 0
                    ? new RerunSelection.From(node)
                    : new RerunSelection.Items(Optional.of(node), IndexRange.parse(String.valueOf(item)));
        }
    }

    /**
     * The place of actions in a run and in the run that it repeats.
     *
     * @param before the run whose results are adopted; empty if there is none
     */
    private record Place(String run, Optional<String> before, List<Long> path) {
        Place item(long index) {
            List<Long> inner = new ArrayList<>(path);
            inner.add(index);
            return new Place(run, before, inner);
        }

        String action(String node) {
            return run + " " + new ActionId(node, path);
        }
    }

    /** Evaluates a rerun in which every task succeeds, with the results of the earlier run. */
    private record Needs(TestCloud cloud, Selected selected, TreeSet<String> computed) {

        Known evaluate(List<Part> parts, Place at, Known number) {
            Known value = number;
            for (Part part : parts) {
                value = part.evaluate(this, at, value);
            }
            return value;
        }

        boolean selectsOneOf(List<Part> parts, List<Long> path) {
            return nodes(parts).contains(selected.node())
                    && (path.isEmpty() || selected.isSelected(selected.node(), path));
        }

        /** Evaluates the call of a task. */
        Known call(Place at, String node, boolean changed, LongSupplier value) {
            Optional<JsonNode> adopted = adopted(at, node, changed);
            if (adopted.isPresent()) {
                return new Known(adopted.get().longValue(), false);
            }
            computed.add(at.action(node));
            return new Known(value.getAsLong(), true);
        }

        private Optional<JsonNode> adopted(Place at, String node, boolean changed) {
            return changed || selected.isSelected(node, at.path())
                    ? Optional.empty()
                    : at.before().flatMap(run -> result(run, node, at.path()));
        }

        private Optional<JsonNode> result(String run, String node, List<Long> path) {
            return cloud.reader()
                    .action(run, node, path)
                    .flatMap(record -> record.stored())
                    .map(stored -> ((StoredResult.Inline) stored).json())
                    .map(Needs::parsed);
        }

        private static JsonNode parsed(String json) {
            try {
                return TaskJson.tree().readTree(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns the first successes of the fan-out around a node in the earlier run. */
        Optional<JsonNode> first(Place at, String node) {
            return at.before().flatMap(run -> {
                RunGraph graph = cloud.runs().graph(run);
                String fanOut = graph.fanOuts(node).get(at.path().size());
                return result(run, graph.node(fanOut).orElseThrow().first(), at.path());
            });
        }

        /** Evaluates a run of the other workflow. */
        Known run(Place at, String node, Known number) {
            Optional<JsonNode> adopted = adopted(at, node, number.changed());
            if (adopted.isPresent()) {
                return new Known(adopted.get().longValue(), false);
            }
            Optional<String> before = selected.isSelected(node, at.path())
                    ? Optional.empty()
                    : at.before()
                            .flatMap(run -> earlierChild(run, node, at.path()))
                            .filter(run -> cloud.runs().input(run).longValue() == number.value());
            Place inside = new Place(child(at.run(), node, at.path()), before, List.of());
            Known output = evaluate(CHILD_PARTS, inside, new Known(number.value(), before.isEmpty()));
            return new Known(output.value(), true);
        }

        private static String child(String run, String node, List<Long> path) {
            return RunIds.ofAction(CHILD, run, node, RunWalk.joined(path));
        }

        /** Returns the run that an action of a run has started, or else that of the run whose results it adopted. */
        private Optional<String> earlierChild(String run, String node, List<Long> path) {
            for (Optional<String> at = Optional.of(run); at.isPresent(); ) {
                String child = child(at.get(), node, path);
                if (exists(child)) {
                    return Optional.of(child);
                }
                at = cloud.runs().get(at.get()).rerunOf();
            }
            return Optional.empty();
        }

        private boolean exists(String run) {
            try {
                return cloud.runs().get(run).id().equals(run);
            } catch (RunRefused unknown) {
                return false;
            }
        }
    }

    // ------------------------------------------------------------------------------------------------ the comparison

    /** Counts the calls of the tasks, some of which fail until the failures are turned off. */
    private static final class CountedTasks implements Function<Class<?>, Task<?, ?>> {
        private final long seed;
        private final Map<String, Integer> calls = new TreeMap<>();
        private boolean failing = true;

        CountedTasks(long seed) {
            this.seed = seed;
        }

        Map<String, Integer> calls() {
            return calls;
        }

        @Override
        public Task<?, ?> apply(Class<?> type) {
            Task<?, ?> task = ActionRunner.instance(type);
            return type.getEnclosingClass() == RandomEarlyEndRerunTest.class ? counted(task) : task;
        }

        private <I, O> Task<I, O> counted(Task<I, O> task) {
            return (input, context) -> {
                String action = context.runId() + " " + new ActionId(context.node(), context.path());
                calls.merge(action, 1, Integer::sum);
                int oneIn = context.path().isEmpty() ? ONE_IN : ONE_ITEM_IN;
                if (failing && new SplittableRandom(seed * 31 + action.hashCode()).nextInt(oneIn) == 0) {
                    throw new PermanentFailure(action + " is ailing");
                }
                return task.run(input, context);
            };
        }

        void recover() {
            failing = false;
            calls.clear();
        }
    }

    /** Selects nothing, a node, or the first item of a fan-out whose body has the node. */
    private static Selected selected(List<Part> parts, TestCloud cloud, String run, SplittableRandom random) {
        List<String> nodes = nodes(parts);
        String node = nodes.get(random.nextInt(nodes.size()));
        boolean inFanOut = parts.stream()
                .anyMatch(part -> part instanceof Many many
                        && nodes(many.body()).contains(node)
                        && cloud.reader().width(run, many.numbers(), List.of()).orElse(0L) > 0);
        return switch (random.nextInt(5)) {
            case 0 -> new Selected(node, -1);
            case 1 -> inFanOut ? new Selected(node, 0) : new Selected("", -1);
            default -> new Selected("", -1);
        };
    }

    private int refused;
    private int skipped;

    @Test
    void rerunCallsExactlyTheTasksThatADirectEvaluationNeeds() {
        Long only = Long.getLong("anabranch.seed");
        (only == null ? LongStream.range(0, SEEDS) : LongStream.of(only)).forEach(seed -> {
            List<Part> parts = new RandomParts(seed).outer();
            try {
                check(seed, parts);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", " + parts + ": " + e.getMessage(), e);
            }
        });

        assertThat(refused).as("reruns with nothing to compute").isPositive();
        assertThat(skipped).as("reruns of successful runs with failures").isPositive();
    }

    private void check(long seed, List<Part> parts) {
        CountedTasks tasks = new CountedTasks(seed);
        try (TestCloud cloud = TestCloud.ofTasks(scratch, tasks)) {
            SplittableRandom random = new SplittableRandom(seed);
            EmbeddedRun last = cloud.run(new Outer(parts), LongNode.valueOf(seed));
            if (!last.succeeded() && random.nextBoolean()) {
                last = cloud.rerun(FAILED_AGAIN, new RerunSelection.Unfinished());
            }
            tasks.recover();
            Selected selected = selected(parts, cloud, last.id(), random);
            Needs needs = new Needs(cloud, selected, new TreeSet<>());
            Place outer = new Place(AGAIN, Optional.of(last.id()), List.of());
            Known output = needs.evaluate(parts, outer, new Known(seed, false));

            try {
                EmbeddedRun again = cloud.rerun(AGAIN, last.id(), selected.selection(random.nextBoolean()));
                assertThat(again.output().map(JsonNode::longValue)).contains(output.value());
            } catch (RunRefused nothing) {
                assertThat(nothing.reason()).isEqualTo(RunRefused.Reason.NOTHING_TO_DO);
                assertThat(last.succeeded()).isTrue();
                refused++;
                skipped += last.actions().failed() > 0 ? 1 : 0;
            }

            assertThat(tasks.calls())
                    .isEqualTo(needs.computed().stream().collect(Collectors.toMap(action -> action, action -> 1)));
        }
    }
}
