package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A workflow made of random statements. Each statement draws from its own generator, seeded by where it stands, so that leaving
 * one out does not change the others: that is how a failing workflow is made smaller.
 */
final class RandomWorkflow implements Workflow<RandomWorkflow.Input, JsonNode> {

    /** What all random workflows are given. */
    record Input(JsonNode value, List<JsonNode> list) {}

    /**
     * How large random workflows get.
     *
     * @param statements at the root, at most
     * @param depth of fan-outs and conditionals in each other
     * @param actions about how many a run may have
     * @param widths of lists
     * @param bytes of items and texts
     * @param mostBytes about how large a value may get that all of the workflow uses
     */
    record Size(int statements, int depth, int actions, List<Integer> widths, List<Integer> bytes, long mostBytes) {}

    /** How many items the list in the input has. */
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

    /** The same without one statement. */
    RandomWorkflow without(String statement) {
        Set<String> fewer = new LinkedHashSet<>(omitted);
        fewer.add(statement);
        return new RandomWorkflow(seed, size, fewer);
    }

    /** The places of all statements, those that contain others first. */
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
        int statements = generator("statements").nextInt(1, size.statements() + 1);
        return new RandomStatements(flow, this).fill(root, "s", statements).value();
    }

    Size size() {
        return size;
    }

    /** Says whether a statement is made. */
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
