package dev.anabranch.workflow;

/**
 * A wait: steps that come {@link Step after} it start when its time is over. No function runs while it waits. Each
 * method changes this wait and returns it.
 */
public interface Wait extends Step {

    /** Sets the name of the node: at most 60 characters, unique in the workflow. The default is {@code sleep}. */
    Wait named(String name);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Wait group(String name);

    /** Starts this wait only after {@code steps} have completed. Steps that produce its time need not be listed. */
    Wait after(Step... steps);
}
