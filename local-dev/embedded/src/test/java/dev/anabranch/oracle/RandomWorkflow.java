package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A workflow of random statements. Each statement has its own random generator, seeded by its position, so omitting one
 * does not change the others. A failing workflow is reduced in this way.
 */
final class RandomWorkflow implements Workflow<RandomWorkflow.Input, JsonNode> {

    /** The input of all random workflows. */
    record Input(JsonNode value, List<JsonNode> list) {}

    /**
     * The maximum size of random workflows.
     *
     * @param statements the number of statements at the root
     * @param depth the depth of nested fan-outs and conditionals
     * @param actions the approximate number of actions of a run
     * @param widths the widths of lists
     * @param bytes the sizes of items and texts
     * @param mostBytes the approximate size of a value that the whole workflow uses
     */
    record Size(int statements, int depth, int actions, List<Integer> widths, List<Integer> bytes, long mostBytes) {}

    /** The number of items of the input's list. */
    static final int INPUT_WIDTH = 3;

    private static final long INPUT_BYTES = 100;

    private final long seed;
    private final Size size;
    private final Set<String> omitted;
    private final Set<String> made = new LinkedHashSet<>();

    RandomWorkflow(long seed, Size size) {
        this(seed, size, Set.of());
    }

    private RandomWorkflow(long seed, Size size, Set<String> omitted) {
        this.seed = seed;
        this.size = size;
        this.omitted = omitted;
    }

    /** Returns the workflow without one statement. */
    RandomWorkflow without(String statement) {
        Set<String> fewer = new LinkedHashSet<>(omitted);
        fewer.add(statement);
        return new RandomWorkflow(seed, size, fewer);
    }

    /** Returns the positions of all statements; a statement precedes those nested in it. */
    List<String> statements() {
        return List.copyOf(made);
    }

    @Override
    public String name() {
        return "random-" + Long.toString(seed & Long.MAX_VALUE, 36);
    }

    @Override
    public Value<JsonNode> define(Flow flow, Value<Input> input) {
        made.clear();
        RandomScope root = RandomScope.root(this);
        root.add(input, INPUT_BYTES);
        root.add(input.get(Input::value), INPUT_BYTES);
        root.addList(input.get(Input::list), INPUT_WIDTH, INPUT_BYTES);
        if (generator("on failure").nextInt(4) == 0) {
            flow.onFailure(GenericTasks.NoteFailure.class).retry(Retry.upTo(1));
            flow.timeLimit(Duration.ofDays(365));
        }
        int statements = generator("statements").nextInt(1, size.statements() + 1);
        return new RandomStatements(flow, this).fill(root, "s", statements).value();
    }

    Size size() {
        return size;
    }

    /** Returns whether a statement is included. */
    boolean wants(String place) {
        return !omitted.contains(place) && made.add(place);
    }

    RandomGenerator generator(String place) {
        return new SplittableRandom(seed * 1_000_003 + place.hashCode());
    }

    static <T> T pick(RandomGenerator random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    static List<Integer> some(RandomGenerator random, List<Integer> from) {
        List<Integer> some = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            some.add(pick(random, from));
        }
        return some;
    }
}
