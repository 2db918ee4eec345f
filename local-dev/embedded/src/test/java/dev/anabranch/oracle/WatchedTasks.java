package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Tasks that do what they do, but count it, keep what they were given, and fail for some actions as long as they are told to. */
final class WatchedTasks implements Function<Class<?>, Task<?, ?>> {

    private final long seed;
    private final int oneIn;
    private final Map<ActionId, Integer> effects = new HashMap<>();
    private final Map<ActionId, JsonNode> inputs = new HashMap<>();
    private boolean failing;

    /** Where {@code oneIn} is 0, no action ever fails. */
    WatchedTasks(long seed, int oneIn) {
        this.seed = seed;
        this.oneIn = oneIn;
        this.failing = oneIn > 0;
    }

    @Override
    public Task<?, ?> apply(Class<?> type) {
        return watched(ActionRunner.instance(type));
    }

    private <I, O> Task<I, O> watched(Task<I, O> task) {
        return (input, context) -> {
            ActionId action = new ActionId(context.node(), context.path());
            effects.merge(action, 1, Integer::sum);
            if (!holdsResults(input)) {
                inputs.put(action, TaskJson.tree(input));
            }
            if (failing) {
                failSome(action);
            }
            return task.run(input, context);
        };
    }

    private static boolean holdsResults(Object input) {
        return input instanceof Results || input instanceof GenericTasks.ResultsWith;
    }

    private void failSome(ActionId action) {
        SplittableRandom random = new SplittableRandom(seed * 31 + action.hashCode());
        if (random.nextInt(oneIn) == 0) {
            throw random.nextBoolean()
                    ? new PermanentFailure(action + " is ailing")
                    : new IllegalStateException(action + " is ailing");
        }
    }

    /** From now on no action fails but those that always do; what was counted and kept is forgotten. */
    void recover() {
        failing = false;
        effects.clear();
        inputs.clear();
    }

    /** How often the task of each action was called. */
    Map<ActionId, Integer> effects() {
        return effects;
    }

    /** What actions were given, those left out that read results as they go. */
    Map<ActionId, JsonNode> inputs() {
        return inputs;
    }
}
