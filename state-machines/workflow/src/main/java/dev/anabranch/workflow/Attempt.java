package dev.anabranch.workflow;

import dev.anabranch.task.Outcome;

/**
 * Several steps whose failure is a value: the outcome of the steps. Each method except {@link #succeeded()} changes this
 * attempt and returns it.
 *
 * @param <R> the type that the steps return
 */
public interface Attempt<R> extends Value<Outcome<R>>, Step {

    /** Returns whether all steps have succeeded, for {@link Flow#when}. */
    Value<Boolean> succeeded();

    /** Sets the name of the node: at most 60 characters, unique in the workflow. The default is {@code attempt}. */
    Attempt<R> named(String name);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Attempt<R> group(String name);

    /** Starts the steps only after {@code steps} have completed. Steps that produce their inputs need not be listed. */
    Attempt<R> after(Step... steps);
}
