package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Wraps tasks: counts their calls, keeps their inputs, and fails for some actions until the failures are turned off, or
 * kills their process once.
 * Tasks in runs of other workflows are not watched.
 */
final class WatchedTasks implements Function<Class<?>, Task<?, ?>> {

    /** The name of {@link GenericChild}, whose nodes can have the names of nodes of the workflow that runs it. */
    private static final String CHILD = "generic-child";

    private final long seed;
    private final int oneIn;
    private final Map<ActionId, Integer> effects = new HashMap<>();
    private final Map<ActionId, JsonNode> inputs = new HashMap<>();
    private boolean failing;
    private int killedOneIn;
    private Predicate<String> killable = node -> false;

    /** Creates the wrapper. If {@code oneIn} is 0, no action fails. */
    WatchedTasks(long seed, int oneIn) {
        this.seed = seed;
        this.oneIn = oneIn;
        this.failing = oneIn > 0;
    }

    /**
     * Lets the process of one in {@code oneIn} actions run out of memory in the first attempt.
     *
     * @param nodes the nodes whose actions may be killed; they must be retried
     */
    WatchedTasks killingOneIn(int oneIn, Predicate<String> nodes) {
        killedOneIn = oneIn;
        killable = nodes;
        return this;
    }

    @Override
    public Task<?, ?> apply(Class<?> type) {
        return watched(ActionRunner.instance(type), type.getPackage().equals(WatchedTasks.class.getPackage()));
    }

    private <I, O> Task<I, O> watched(Task<I, O> task, boolean retried) {
        return (input, context) -> {
            if (context.workflow().equals(CHILD)) {
                return task.run(input, context);
            }
            ActionId action = new ActionId(context.node(), context.path());
            effects.merge(action, 1, Integer::sum);
            if (!holdsResults(input)) {
                inputs.put(action, TaskJson.tree(input));
            }
            if (retried && killedOneIn > 0 && context.attempt() == 1 && killable.test(context.node())) {
                killSome(action);
            }
            if (failing) {
                failSome(action);
            }
            return task.run(input, context);
        };
    }

    private static boolean holdsResults(Object input) {
        return input instanceof Results
                || input instanceof GenericTasks.ResultsWith
                || input instanceof ListFunction.Input;
    }

    private void killSome(ActionId action) {
        if (new SplittableRandom(seed * 37 + action.hashCode()).nextInt(killedOneIn) == 0) {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    private void failSome(ActionId action) {
        SplittableRandom random = new SplittableRandom(seed * 31 + action.hashCode());
        if (random.nextInt(oneIn) == 0) {
            throw random.nextBoolean()
                    ? new PermanentFailure(action + " is ailing")
                    : new IllegalStateException(action + " is ailing");
        }
    }

    /** Turns the failures off, except for tasks that always fail, and clears the counts and inputs. */
    void recover() {
        failing = false;
        effects.clear();
        inputs.clear();
    }

    /** Returns the number of calls of each action's task. */
    Map<ActionId, Integer> effects() {
        return effects;
    }

    /** Returns the inputs of actions, except of those that read results lazily. */
    Map<ActionId, JsonNode> inputs() {
        return inputs;
    }
}
