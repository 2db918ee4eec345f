package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.oracle.RandomScope.Sized;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import java.util.random.RandomGenerator;

/** Random statements with fan-outs that end with their first successes, or as soon as too many items have failed. */
final class RandomEarlyEnds {

    private static final int MOST_SUCCESSES = 4;

    /** With fewer items, too few can succeed. */
    private static final int ENOUGH = 8;

    private final Flow flow;
    private final RandomStatements statements;

    RandomEarlyEnds(Flow flow, RandomStatements statements) {
        this.flow = flow;
        this.statements = statements;
    }

    /** Adds one such fan-out. If it is likely to fail, its outcome is a value. */
    void make(RandomScope scope, String place, boolean deep, RandomGenerator random) {
        Sized list = list(scope, random);
        boolean failures = random.nextInt(4) == 0;
        if (list.width() < ENOUGH || failures || random.nextInt(3) == 0) {
            Attempt<JsonNode> attempt = flow.attempt(() -> {
                FanOut<JsonNode> items = items(scope, list, place, deep || failures, random);
                return failures ? withinLimit(items, random) : successes(items, list.width(), random);
            });
            scope.steps.add(attempt);
            scope.add(flow.call(GenericTasks.EndOf.class, attempt), RandomStatements.SMALL);
        } else {
            Value<JsonNode> successes = successes(items(scope, list, place, deep, random), list.width(), random);
            scope.add(successes, MOST_SUCCESSES * (list.itemBytes() + RandomStatements.SMALL) + scope.mostBytes);
        }
    }

    /** An empty list only from a call, because an empty list in the definition is a finding. */
    private Sized list(RandomScope scope, RandomGenerator random) {
        if (random.nextBoolean()) {
            Sized known = scope.list(random).orElse(null);
            if (known != null && known.width() > 0) {
                return known;
            }
        }
        scope.steps.add(statements.newList(scope, random));
        return scope.newest();
    }

    private FanOut<JsonNode> items(RandomScope scope, Sized list, String place, boolean tasks, RandomGenerator random) {
        FanOut<JsonNode> items = items(scope, list, place, random, random.nextInt(tasks ? 2 : 3));
        if (random.nextInt(3) == 0) {
            items.concurrency(random.nextInt(1, 60));
        }
        return items;
    }

    private FanOut<JsonNode> items(RandomScope scope, Sized list, String place, RandomGenerator random, int kind) {
        if (kind == 0) {
            FanOut<JsonNode> items = flow.map(list.list(), RandomScope.function(random));
            return random.nextBoolean() ? items : items.batch(random.nextInt(2, 9), random.nextInt(1, 3));
        }
        int every = random.nextInt(2, 5);
        return flow.map(list.list(), (Value<JsonNode> item) -> {
            if (kind == 1) {
                return statements.picky(item, every);
            }
            RandomScope body = scope.body(list.width());
            body.add(item, list.itemBytes());
            return statements.fill(body, place, random.nextInt(1, 3)).value();
        });
    }

    private static Value<JsonNode> successes(FanOut<JsonNode> items, int width, RandomGenerator random) {
        return random.nextInt(3) == 0
                ? items.any()
                : RandomScope.json(
                        items.firstSuccesses(random.nextInt(1, 1 + Math.max(1, Math.min(MOST_SUCCESSES, width)))));
    }

    private Value<JsonNode> withinLimit(FanOut<JsonNode> items, RandomGenerator random) {
        if (random.nextBoolean()) {
            items.tolerate(random.nextInt(4));
        } else {
            items.toleratePercent(random.nextInt(60));
        }
        return flow.call(GenericTasks.Join.class, items.collect());
    }
}
