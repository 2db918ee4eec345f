package dev.anabranch.workflow;

/**
 * Several steps with a cleanup that runs after them in any case. It is also the value of the steps. Each method changes
 * this and returns it.
 *
 * @param <R> the type that the steps return
 */
public interface Ensured<R> extends Value<R>, Step {

    /** Sets the name of the node: at most 60 characters, unique in the workflow. The default is {@code ensure}. */
    Ensured<R> named(String name);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Ensured<R> group(String name);

    /** Starts the steps only after {@code steps} have completed. Steps that produce their inputs need not be listed. */
    Ensured<R> after(Step... steps);
}
