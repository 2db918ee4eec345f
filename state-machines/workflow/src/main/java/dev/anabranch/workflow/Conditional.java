package dev.anabranch.workflow;

/**
 * A conditional: one of two branches runs. Each method except {@link #value()} changes this conditional and returns it.
 *
 * @param <T> the type that both branches return
 */
public interface Conditional<T> extends Step {

    /** Returns the value of the branch that ran. */
    Value<T> value();

    /** Sets the name of the node: at most 60 characters, unique in the workflow. The default is {@code when}. */
    Conditional<T> named(String name);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Conditional<T> group(String name);

    /**
     * Starts this conditional only after {@code steps} have completed. Steps that produce its condition need not be
     * listed.
     */
    Conditional<T> after(Step... steps);
}
