package dev.anabranch.workflow;

import java.time.Duration;

/**
 * One call of a task, which is also the value that the task returns. Each method changes this call and returns it.
 *
 * @param <O> the type that the task returns
 */
public interface Call<O> extends Value<O>, Step {

    /**
     * Sets the name of the node: at most 60 characters, unique in the workflow. The default is the task's class name as
     * words, {@code cut tiles} for {@code CutTiles}.
     */
    Call<O> named(String name);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Call<O> group(String name);

    /** Starts this call only after {@code steps} have completed. Steps that produce its input need not be listed. */
    Call<O> after(Step... steps);

    /**
     * Sets how failed attempts are retried. The default is {@link Retry#never()}.
     *
     * @param policies at most 4; each error is retried by the first policy that applies to it
     */
    Call<O> retry(Retry... policies);

    /**
     * Sets the timeout of one attempt: 1 second to 30 minutes, in whole seconds. Some regions allow at most 15 minutes.
     * The default is the task's {@link dev.anabranch.task.TaskDefaults}.
     */
    Call<O> timeout(Duration timeout);

    /**
     * Sets the memory of the function for this call, 128 to 10,240 MB. The default is the task's
     * {@link dev.anabranch.task.TaskDefaults}.
     */
    Call<O> memory(int megabytes);

    /**
     * Reuses the result that an earlier call of the same task with the same input and version stored, in this or any
     * other run. Stored results are reused until their records expire.
     *
     * @param version any text that is not blank; change it when the task computes something else for the same input
     */
    Call<O> cache(String version);

    /**
     * Reuses the result that an earlier call of the same task with the same input and version stored, in this or any
     * other run, if the result is not older than {@code ttl}.
     *
     * @param version any text that is not blank; change it when the task computes something else for the same input
     * @param ttl 1 second to 30 days
     */
    Call<O> cache(String version, Duration ttl);
}
