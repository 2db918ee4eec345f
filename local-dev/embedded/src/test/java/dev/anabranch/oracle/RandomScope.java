package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The values that random statements of one scope can use. */
final class RandomScope {

    private static final List<Class<? extends Task<JsonNode, JsonNode>>> FUNCTIONS =
            List.of(GenericTasks.Digest.class, GenericTasks.Same.class, GenericTasks.MaybeNull.class);

    /** A value of about that number of bytes. */
    record Known<T>(Value<T> value, long bytes) {}

    /**
     * A list of at most {@code width} items with about that number of bytes in total.
     *
     * @param json whether the type of its items is any JSON, so that a label can be any field
     */
    record Sized(Value<List<JsonNode>> list, int width, long bytes, boolean json) {

        Sized(Value<List<JsonNode>> list, int width, long bytes) {
            this(list, width, bytes, true);
        }

        long itemBytes() {
            return bytes / Math.max(1, width);
        }
    }

    final RandomWorkflow workflow;
    final int depth;
    /** The approximate maximum number of actions of one pass through this scope. */
    final int actions;
    /** The approximate maximum size of used values, which bounds the work of a run. */
    final long mostBytes;

    private final List<Known<JsonNode>> values = new ArrayList<>();
    private final List<Sized> lists = new ArrayList<>();
    private final List<Known<Pair>> pairs = new ArrayList<>();
    /** Only steps of this scope, because a step cannot wait for steps of other scopes. */
    final List<Step> steps = new ArrayList<>();

    private RandomScope(RandomWorkflow workflow, int depth, int actions, long mostBytes) {
        this.workflow = workflow;
        this.depth = depth;
        this.actions = actions;
        this.mostBytes = mostBytes;
    }

    /** Creates an empty scope. */
    static RandomScope root(RandomWorkflow workflow) {
        return new RandomScope(
                workflow, 0, workflow.size().actions(), workflow.size().mostBytes());
    }

    /** Creates a nested scope, which sees the values of this one. */
    private RandomScope inside(int passes) {
        RandomScope inner = new RandomScope(workflow, depth + 1, actions / passes, mostBytes / passes);
        inner.values.addAll(values);
        inner.lists.addAll(lists);
        inner.pairs.addAll(pairs);
        return inner;
    }

    /** Creates the body of a fan-out over {@code width} items. */
    RandomScope body(int width) {
        return inside(Math.max(1, width));
    }

    /** Creates one branch of a conditional. */
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

    /** Adds a list whose items may have another declared type, such as pairs. */
    void addTypedList(Value<List<JsonNode>> list, int width, long bytes) {
        lists.add(new Sized(list, width, bytes, false));
        add(list, bytes);
    }

    /**
     * Returns a value that is small enough to be used here, or the smallest one. Recent values are more likely, which
     * makes workflows deep.
     */
    Known<JsonNode> value(RandomGenerator random) {
        List<Known<JsonNode>> small =
                values.stream().filter(value -> value.bytes() <= mostBytes).toList();
        if (small.isEmpty()) {
            return Collections.min(values, Comparator.comparingLong(Known::bytes));
        }
        int back = Math.min(random.nextInt(small.size()), random.nextInt(small.size()));
        return small.get(small.size() - 1 - back);
    }

    /** Returns the latest value, which may be too large. */
    Known<JsonNode> latest() {
        return values.get(values.size() - 1);
    }

    Optional<Known<Pair>> pair(RandomGenerator random) {
        return any(pairs.stream().filter(pair -> pair.bytes() <= mostBytes), random);
    }

    /** Returns the list that was added last. */
    Sized newest() {
        return lists.get(lists.size() - 1);
    }

    /** Returns a list that may be fanned out over here. */
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

    /** Returns a value with the type of its JSON. */
    @SuppressWarnings("unchecked")
    static Value<JsonNode> json(Value<?> value) {
        return (Value<JsonNode>) value;
    }
}
