package dev.anabranch.workflow;

import java.time.Duration;
import java.util.function.Function;

/**
 * A loop: its body runs in rounds, one after the other, until a condition holds. Each round receives what the body
 * returned in the round before. The loop is also the value that the body returned in the last round. Each method
 * changes this loop and returns it, and may be called once, except {@link #after}.
 *
 * <p>{@link #until} and {@link #atMost} are required. A round that fails fails the loop, and a rerun continues with that
 * round.
 *
 * @param <S> the type that the body returns
 */
public interface Repeat<S> extends Value<S>, Step {

    /**
     * Sets when the loop ends: {@code until(job -> job.get(Job::done))}, or a call of a task that decides. It is
     * evaluated after each round. False and null continue with another round.
     *
     * @param done receives what the body returned and returns whether this was the last round; it is called once, when
     *     the definition is traced
     */
    Repeat<S> until(Function<Value<S>, ? extends Value<Boolean>> done);

    /**
     * Sets the maximum number of rounds, at least 1. If {@link #until} does not hold after that many rounds, the loop
     * fails with {@code Anabranch.TooManyRounds}; a rerun with a larger number continues with the next round. The plan
     * proves that so many rounds fit into the 25,000 history events of an execution, and otherwise divides them among
     * child executions.
     */
    Repeat<S> atMost(long rounds);

    /**
     * Sets a pause between rounds: 1 second to 29 days, in whole seconds. The default is none. No function runs
     * during the pause. A rerun does not pause after rounds whose results it reuses.
     */
    Repeat<S> every(Duration pause);

    /**
     * Sets a name of at most 60 characters, unique in the workflow: of the task of {@link Flow#poll}, or of the loop if
     * its body is a function.
     */
    Repeat<S> named(String name);

    /**
     * Puts the loop into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Repeat<S> group(String name);

    /** Starts this loop only after {@code steps} have completed. Steps that produce its start need not be listed. */
    Repeat<S> after(Step... steps);
}
