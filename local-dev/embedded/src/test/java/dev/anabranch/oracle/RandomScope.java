package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What random statements of one scope have to choose from. */
final class RandomScope {

    private static final List<Class<? extends Task<JsonNode, JsonNode>>> FUNCTIONS =
            List.of(GenericTasks.Digest.class, GenericTasks.Same.class, GenericTasks.MaybeNull.class);

    /** A value of about so many bytes. */
    record Known<T>(Value<T> value, long bytes) {}

    /** A list of at most {@code width} items, together about so many bytes. */
    record Sized(Value<List<JsonNode>> list, int width, long bytes) {

        long itemBytes() {
            return bytes / Math.max(1, width);
        }
    }

    final RandomWorkflow workflow;
    final int depth;
    /** About how many actions one pass through this scope may have. */
    final int actions;
    /** About how large what is used here may be, so that the work of a run stays bounded. */
    final long mostBytes;

    private final List<Known<JsonNode>> values = new ArrayList<>();
    private final List<Sized> lists = new ArrayList<>();
    private final List<Known<Pair>> pairs = new ArrayList<>();
    /** Of this scope alone, since a step waits only for those beside it. */
    final List<Step> steps = new ArrayList<>();

    private RandomScope(RandomWorkflow workflow, int depth, int actions, long mostBytes) {
        this.workflow = workflow;
        this.depth = depth;
        this.actions = actions;
        this.mostBytes = mostBytes;
    }

    /** A scope with nothing in it. */
    static RandomScope root(RandomWorkflow workflow) {
        return new RandomScope(
                workflow, 0, workflow.size().actions(), workflow.size().mostBytes());
    }

    /** A scope inside this one, whose values it sees. */
    private RandomScope inside(int passes) {
        RandomScope inner = new RandomScope(workflow, depth + 1, actions / passes, mostBytes / passes);
        inner.values.addAll(values);
        inner.lists.addAll(lists);
        inner.pairs.addAll(pairs);
        return inner;
    }

    /** The body of a fan-out over {@code width} items. */
    RandomScope body(int width) {
        return inside(Math.max(1, width));
    }

    /** One side of a conditional. */
    RandomScope side() {
        return inside(1);
    }

    void add(Value<?> value, long bytes) {
        values.add(new Known<>(json(value), bytes));
    }

    void addPair(Value<Pair> pair, long bytes) {
        pairs.add(new Known<>(pair, bytes));
    }

    void addList(Value<List<JsonNode>> list, int width, long bytes) {
        lists.add(new Sized(list, width, bytes));
        add(list, bytes);
    }

    /** A value that is small enough to be used here, more likely a recent one, so that workflows get deep. */
    Known<JsonNode> value(RandomGenerator random) {
        List<Known<JsonNode>> small =
                values.stream().filter(value -> value.bytes() <= mostBytes).toList();
        int back = Math.min(random.nextInt(small.size()), random.nextInt(small.size()));
        return small.get(small.size() - 1 - back);
    }

    /** The latest value, which may be too large. */
    Known<JsonNode> latest() {
        return values.get(values.size() - 1);
    }

    Optional<Known<Pair>> pair(RandomGenerator random) {
        return any(pairs.stream().filter(pair -> pair.bytes() <= mostBytes), random);
    }

    /** The list that was added last. */
    Sized newest() {
        return lists.get(lists.size() - 1);
    }

    /** A list that may be fanned out over here. */
    Optional<Sized> list(RandomGenerator random) {
        return any(lists.stream().filter(list -> list.width() <= actions && list.bytes() <= mostBytes), random);
    }

    private static <T> Optional<T> any(Stream<T> from, RandomGenerator random) {
        List<T> list = from.toList();
        return list.isEmpty() ? Optional.empty() : Optional.of(RandomWorkflow.pick(random, list));
    }

    static Class<? extends Task<JsonNode, JsonNode>> function(RandomGenerator random) {
        return RandomWorkflow.pick(random, FUNCTIONS);
    }

    /** Any value seen as what it is on its way: JSON. */
    @SuppressWarnings("unchecked")
    static Value<JsonNode> json(Value<?> value) {
        return (Value<JsonNode>) value;
    }
}
