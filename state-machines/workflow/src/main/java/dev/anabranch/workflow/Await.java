package dev.anabranch.workflow;

import java.time.Duration;

/**
 * A wait for an answer from outside: an approval, a choice, a measurement. It is also the value of the answer. No
 * function runs while it waits. The first answer that its type accepts wins; others are refused. Each method changes
 * this wait and returns it.
 *
 * @param <T> the type of the answer
 */
public interface Await<T> extends Value<T>, Step {

    /** Sets what the wait shows to the one who answers: any value. The default is none. */
    Await<T> prompt(Value<?> prompt);

    /** Sets how long it waits: 1 second to 365 days, in whole seconds. The default is 7 days. */
    Await<T> timeout(Duration timeout);

    /**
     * Sets the answer that applies if none arrives in time. Without it the wait fails with
     * {@code Anabranch.AwaitTimeout}.
     *
     * @param answer a constant, as of {@link Flow#value(Object)}
     */
    Await<T> onTimeout(T answer);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Await<T> group(String name);

    /** Starts this wait only after {@code steps} have completed. Steps that produce its prompt need not be listed. */
    Await<T> after(Step... steps);
}
