package dev.anabranch.workflow;

import java.time.Duration;

/**
 * A task that starts work elsewhere, such as a batch job or a request to another system, and the wait for its end. It is
 * also the value with which that system completes it. No function runs while it waits. The first valid completion or
 * failure wins; others are refused. Each method changes this callback and returns it.
 *
 * @param <T> the type of the value
 */
public interface Callback<T> extends Value<T>, Step {

    /**
     * Sets the name of the node: at most 60 characters, unique in the workflow. The default is the task's class name as
     * words, {@code submit job} for {@code SubmitJob}.
     */
    Callback<T> named(String name);

    /**
     * Sets how long each attempt waits for its end: 1 second to 365 days, in whole seconds. The default is 7 days. The
     * time begins when the task starts.
     */
    Callback<T> timeout(Duration timeout);

    /**
     * Requires heartbeats of the outside system. If none arrives for {@code interval} after the task has returned or
     * after the heartbeat before, the callback fails with {@code Anabranch.HeartbeatTimeout}, or has the value of {@link
     * #onTimeout}. The default is none.
     *
     * @param interval 1 second or more, in whole seconds, and less than the timeout
     */
    Callback<T> heartbeat(Duration interval);

    /**
     * Sets the value that applies if the work does not end in time or a heartbeat is missed. Without it the callback
     * fails with {@code Anabranch.AwaitTimeout} or {@code Anabranch.HeartbeatTimeout}.
     *
     * @param value a constant, as of {@link Flow#value(Object)}
     */
    Callback<T> onTimeout(T value);

    /**
     * Sets how failed attempts of the task are retried, as in {@link Call#retry}. Each attempt has another callback id.
     * A failure that the outside system reports, and a timeout, are not retried: {@link Flow#attempt} makes a value of
     * them. The default is {@link Retry#never()}.
     */
    Callback<T> retry(Retry... policies);

    /** Sets the timeout of one attempt of the task, as in {@link Call#timeout}. */
    Callback<T> startTimeout(Duration timeout);

    /** Sets the memory of the function that runs the task, as in {@link Call#memory}. */
    Callback<T> memory(int megabytes);

    /**
     * Puts the node into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    Callback<T> group(String name);

    /** Starts the task only after {@code steps} have completed. Steps that produce its input need not be listed. */
    Callback<T> after(Step... steps);
}
