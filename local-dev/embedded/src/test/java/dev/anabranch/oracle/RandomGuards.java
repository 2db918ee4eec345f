package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.oracle.GenericTasks.ListSpec;
import dev.anabranch.oracle.GenericTasks.Pair;
import dev.anabranch.oracle.RandomScope.Known;
import dev.anabranch.oracle.RandomStatements.Kind;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Conditional;
import dev.anabranch.workflow.Ensured;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random statements with steps whose failure is handled. The steps run one after the other, so that a failure of
 * several is always the same.
 */
final class RandomGuards {

    private static final int MOST_ITEMS = 3;

    private final Flow flow;
    private final RandomStatements statements;

    RandomGuards(Flow flow, RandomStatements statements) {
        this.flow = flow;
        this.statements = statements;
    }

    /** Returns all kinds. */
    List<Kind> all() {
        return List.of(this::attempt, this::alternative, this::ensure, this::attemptToEnsure);
    }

    /** An attempt whose outcome is a value. */
    private void attempt(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        Attempt<JsonNode> attempt = flow.attempt(() -> steps(scope, input.value(), random));
        if (!scope.steps.isEmpty() && random.nextBoolean()) {
            attempt.after(RandomWorkflow.pick(random, scope.steps));
        }
        scope.steps.add(attempt);
        scope.add(flow.call(GenericTasks.SettleOne.class, attempt), RandomStatements.SMALL);
    }

    /** An attempt, and other steps if it fails. */
    private void alternative(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        Attempt<JsonNode> attempt = flow.attempt(() -> steps(scope, input.value(), random));
        Conditional<JsonNode> either = flow.when(attempt.succeeded(), () -> RandomScope.json(attempt), () -> statements
                .fill(scope.side(), place + ".else", 1)
                .value());
        scope.steps.add(either);
        scope.add(either.value(), 2 * input.bytes() + scope.mostBytes);
    }

    /** Steps with a cleanup, one of which may fail. */
    private void ensure(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        boolean fails = random.nextInt(6) == 0;
        Ensured<JsonNode> ensured = flow.ensure(
                () -> {
                    Value<JsonNode> first = statements.picky(input.value(), fails ? 2 : 0);
                    Value<JsonNode> second = flow.call(RandomScope.function(random), first);
                    return random.nextBoolean() ? second : RandomScope.json(flow.record(Pair::new, second, first));
                },
                () -> cleanup(input.value(), random.nextInt(6) == 0, random));
        if (!scope.steps.isEmpty() && random.nextBoolean()) {
            ensured.after(RandomWorkflow.pick(random, scope.steps));
        }
        scope.steps.add(ensured);
        scope.add(ensured, 2 * input.bytes());
    }

    /** Steps with a cleanup whose failure is a value. */
    private void attemptToEnsure(RandomScope scope, String place, RandomGenerator random) {
        Known<JsonNode> input = scope.value(random);
        Attempt<JsonNode> attempt = flow.attempt(() -> flow.ensure(
                () -> steps(scope, input.value(), random), () -> cleanup(input.value(), random.nextBoolean(), random)));
        scope.steps.add(attempt);
        scope.add(flow.call(GenericTasks.SettleOne.class, attempt), RandomStatements.SMALL);
    }

    private void cleanup(Value<JsonNode> input, boolean fails, RandomGenerator random) {
        Value<JsonNode> first = flow.call(RandomScope.function(random), input);
        statements.picky(first, fails ? 2 : 0);
    }

    private Value<JsonNode> steps(RandomScope scope, Value<JsonNode> input, RandomGenerator random) {
        Value<JsonNode> first = statements.picky(input, random.nextInt(1, 4));
        return switch (random.nextInt(5)) {
            case 0 -> first;
            case 1 -> flow.call(RandomScope.function(random), first);
            case 2 -> {
                Value<JsonNode> second = flow.call(RandomScope.function(random), first);
                yield RandomScope.json(flow.record(Pair::new, first, second));
            }
            // A failed outcome has the number of attempts, which depends on faults, so it is not used as a value.
            case 3 ->
                flow.call(
                        GenericTasks.SettleOne.class,
                        flow.attempt(() -> statements.picky(first, random.nextInt(1, 4))));
            default -> joined(scope, first, random);
        };
    }

    /** Steps with a fan-out, the last of which may fail. */
    private Value<JsonNode> joined(RandomScope scope, Value<JsonNode> first, RandomGenerator random) {
        int width = Math.min(MOST_ITEMS, scope.actions);
        Value<List<JsonNode>> items = flow.call(
                GenericTasks.ListOf.class,
                flow.record(ListSpec::new, first, flow.value(width), flow.value(List.of(10))));
        FanOut<JsonNode> fanOut = flow.map(items, RandomScope.function(random)).atMost(width);
        return statements.picky(flow.call(GenericTasks.Join.class, fanOut.collect()), random.nextInt(1, 4));
    }
}
