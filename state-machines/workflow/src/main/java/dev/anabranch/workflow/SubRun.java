package dev.anabranch.workflow;

import java.time.Duration;

/**
 * A run of another workflow, which is also the value of its output. Each method changes this run and returns it.
 *
 * @param <O> the type of the output
 */
public interface SubRun<O> extends Value<O>, Step {

    /**
     * Sets the name of the node: at most 60 characters, unique in the workflow. The default is the workflow's class name
     * as words, {@code land cover} for {@code LandCover}.
     */
    SubRun<O> named(String name);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    SubRun<O> group(String name);

    /** Starts this run only after {@code steps} have completed. Steps that produce its input need not be listed. */
    SubRun<O> after(Step... steps);

    /**
     * Sets how long the run may take: 1 second to 365 days, in whole seconds. A run that exceeds it is stopped, and the
     * node fails. The default is 365 days.
     */
    SubRun<O> timeout(Duration timeout);
}
