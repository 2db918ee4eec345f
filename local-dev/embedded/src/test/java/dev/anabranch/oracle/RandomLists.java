package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.oracle.ListTasks.Keyed;
import dev.anabranch.oracle.ListTasks.Marked;
import dev.anabranch.oracle.RandomScope.Sized;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random statements with list functions. */
final class RandomLists {

    private final Flow flow;
    private final RandomStatements statements;

    RandomLists(Flow flow, RandomStatements statements) {
        this.flow = flow;
        this.statements = statements;
    }

    /** Adds one list function; its result is a list that later statements can use. */
    void make(RandomScope scope, RandomGenerator random) {
        Sized list = list(scope, random);
        Sized other = list(scope, random);
        int both = list.width() + other.width();
        long bytes = list.bytes() + other.bytes();
        switch (random.nextInt(10)) {
            case 0 -> add(scope, flow.zip(Pair::new, list.list(), list.list()), list.width(), 2 * list.bytes());
            case 1 -> {
                Value<? extends Iterable<JsonNode>> results =
                        flow.map(list.list(), RandomScope.function(random)).collect();
                add(scope, flow.zip(Pair::new, list.list(), results), list.width(), 2 * list.bytes());
            }
            case 2 -> {
                // Lists of different lengths fail the run, so they are rare.
                boolean any = random.nextInt(4) == 0;
                add(scope, flow.zip(Pair::new, list.list(), any ? other.list() : list.list()), both, bytes);
            }
            case 3 -> {
                boolean narrow = list.width() * (long) other.width() <= scope.actions;
                Sized second = narrow
                        ? other
                        : new Sized(flow.list(List.of(scope.latest().value())), 1, 100);
                add(
                        scope,
                        flow.product(Pair::new, list.list(), second.list()),
                        list.width() * second.width(),
                        list.bytes() * second.width() + second.bytes() * list.width());
            }
            case 4 -> add(scope, flow.flatten(flow.list(List.of(list.list(), other.list()))), both, bytes);
            case 5 -> add(scope, flow.chunks(list.list(), random.nextInt(1, 8)), list.width(), list.bytes());
            case 6 ->
                add(scope, flow.flatten(flow.chunks(list.list(), random.nextInt(1, 50))), list.width(), list.bytes());
            case 7 -> {
                int length = Math.min(scope.actions, RandomWorkflow.pick(random, statements.widths()));
                boolean fixed = random.nextBoolean();
                add(scope, fixed ? flow.range(length) : flow.range(flow.value(length)), length, 10L * length);
            }
            case 8 -> {
                Call<List<Marked>> marked = flow.call(ListTasks.Mark.class, list.list());
                add(scope, flow.filter(marked, Marked::odd), list.width(), list.bytes());
            }
            default -> {
                Call<Map<String, JsonNode>> map = flow.call(ListTasks.ByKey.class, list.list());
                add(scope, flow.entries(Keyed::new, map), list.width(), list.bytes() + 20L * list.width());
            }
        }
    }

    private Sized list(RandomScope scope, RandomGenerator random) {
        return scope.list(random).orElseGet(() -> {
            scope.steps.add(statements.newList(scope, random));
            return scope.newest();
        });
    }

    @SuppressWarnings("unchecked") // All values are JSON.
    private static void add(RandomScope scope, Call<? extends List<?>> list, int width, long bytes) {
        scope.steps.add(list);
        scope.addTypedList((Value<List<JsonNode>>) (Value<?>) list, width, bytes);
    }
}
