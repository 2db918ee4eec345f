package dev.anabranch.workflow;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A fan-out: its body runs once for each item of a list. By default one failed item fails the run.
 *
 * <p>{@link #named}, {@link #retry}, {@link #timeout}, {@link #memory} and {@link #cache} apply to the task of the last
 * {@code map}; {@link #concurrency}, {@link #batch}, {@link #atMost}, {@link #tolerate} and {@link #toleratePercent}
 * apply to the whole fan-out. The methods that set an option change this fan-out and return it.
 *
 * @param <R> the type that the body returns for one item
 */
public interface FanOut<R> extends Step {

    /**
     * Calls another task with the result of each item. An item starts this stage as soon as its own previous stage has
     * completed; it does not wait for other items. Call {@link #collect()} and fan out over the results where all items
     * must complete first.
     */
    <S> FanOut<S> map(Class<? extends Task<? super R, S>> task);

    /** As {@link #map(Class)}, but the stage is a function that may add several nodes. */
    <S> FanOut<S> map(Function<Value<R>, ? extends Value<? extends S>> body);

    /**
     * Returns all results in the order of the items, after all items have completed. The task that receives them reads
     * them lazily, in bounded memory.
     */
    Value<Results<R>> collect();

    /**
     * Returns all results as a list in the order of the items, after all items have completed. The task that receives
     * the list has all of it in memory; use {@link #collect()} for large lists.
     */
    Value<List<R>> toList();

    /**
     * Returns the outcome of every item, a value or a failure, after all items have completed. A failed item then does
     * not stop the other items, and any number of items may fail unless {@link #tolerate} or {@link #toleratePercent}
     * sets a limit. {@link #collect()} of the same fan-out leaves failed items out.
     *
     * <p>An item has failed if any step of its body has failed, not only the one whose value it returns. That includes
     * the steps of later stages: the results and outcomes of an earlier stage are those of items that succeed as a whole.
     */
    Value<Results<Outcome<R>>> outcomes();

    /**
     * Sets a name of at most 60 characters, unique in the workflow: of the task of the last {@code map}, or of the
     * fan-out if its body is a function.
     */
    FanOut<R> named(String name);

    /**
     * Puts the fan-out into a group. Groups are shown in diagrams and in the progress of a run; they do not change
     * execution.
     */
    FanOut<R> group(String name);

    /** Starts this fan-out only after {@code steps} have completed. Steps that produce its list need not be listed. */
    FanOut<R> after(Step... steps);

    /**
     * Sets how many items may run in parallel, 1 to 10,000. By default, fan-outs share the 1,000 concurrent functions
     * that Lambda allows an account: fan-outs that run in parallel divide them, and nested fan-outs multiply to at most
     * 1,000.
     */
    FanOut<R> concurrency(int items);

    /** Runs one item at a time, in the order of the list. Equal to {@code concurrency(1)}. */
    default FanOut<R> sequential() {
        return concurrency(1);
    }

    /**
     * Passes {@code items} items, 1 to 1,000, to one invocation, which runs them one after the other. This costs less
     * and is faster if an item takes milliseconds. The items share the invocation's timeout and record; an item that
     * fails does not fail the others of its batch.
     */
    default FanOut<R> batch(int items) {
        return batch(items, 1);
    }

    /**
     * Passes {@code items} items, 1 to 1,000, to one invocation, which runs up to {@code threads} of them in parallel.
     * Use it for tasks that wait for something, or for functions with more than one core (one core per 1,769 MB). All
     * threads use one instance of the task, so the task must be thread-safe.
     */
    FanOut<R> batch(int items, int threads);

    /**
     * Names the items by one of their fields: {@code label(Order::number)}. The label is in the records, errors, results
     * and logs of the item's actions, beside its index, and selects the item: {@code anabranch rerun RUN --label 4711}.
     * Several items may have the same label; a selection by label is for all of them.
     *
     * <p>The field is a text, a number, a boolean, or another type whose JSON is one of these, such as an enum, a UUID or
     * a date. An item whose field is null or missing has no label. A label has at most 100 characters; a longer one is
     * cut. Labels do not change results, and cost no additional requests.
     *
     * @param field a method reference to an accessor or getter of an item; a lambda expression or any other method is
     *     reported as the finding {@code not-an-accessor}
     */
    <T> FanOut<R> label(Accessor<T, ?> field);

    /** As {@link #label(Accessor)}, for items that are texts, numbers or booleans themselves. */
    FanOut<R> label();

    /**
     * Promises that the list has at most {@code items} items, so that the plan can omit the states for longer lists. A
     * longer list fails the run with {@code Anabranch.TooWide} if the states that remain cannot process it.
     */
    FanOut<R> atMost(long items);

    /**
     * Allows up to {@code percent} percent of the items to fail, 0 to 100. {@link #collect()} then leaves failed items
     * out. If {@link #tolerate} is set too, the run fails as soon as either limit is exceeded.
     *
     * @see #tolerate
     */
    FanOut<R> toleratePercent(double percent);

    /**
     * Allows up to {@code items} items to fail. {@link #collect()} then leaves failed items out. If {@link
     * #toleratePercent} is set too, the run fails as soon as either limit is exceeded.
     *
     * <p>Once the limit is exceeded, no further items start; those in flight are ended. An item counts as failed after
     * its retries.
     */
    FanOut<R> tolerate(long items);

    /**
     * Returns the results of the first {@code successes} items that succeed, in the order of the items. The fan-out
     * completes as soon as they are available: no further items start, and those in flight are ended and recorded as
     * not needed. The state machine counts the items, so some more than {@code successes} may succeed; the first ones by
     * the time at which they finished are returned.
     *
     * <p>Failed items do not fail the run unless too few succeed: then the failure names how many did, and the first
     * error. A list with fewer than {@code successes} items fails the run before any item starts. Other results of the
     * fan-out cannot be used, and it has no limit for failures.
     *
     * @param successes at least 1
     */
    Value<List<R>> firstSuccesses(int successes);

    /** Returns the result of the first item that succeeds. Otherwise as {@link #firstSuccesses firstSuccesses(1)}. */
    Value<R> any();

    /**
     * Sets how failed attempts are retried. The default is {@link Retry#never()}.
     *
     * @param policies at most 4; each error is retried by the first policy that applies to it
     */
    FanOut<R> retry(Retry... policies);

    /**
     * Sets the timeout of one attempt: 1 second to 30 minutes, in whole seconds. Some regions allow at most 15 minutes.
     * The default is the task's {@link dev.anabranch.task.TaskDefaults}.
     */
    FanOut<R> timeout(Duration timeout);

    /**
     * Sets the memory of the function for this call, 128 to 10,240 MB. The default is the task's
     * {@link dev.anabranch.task.TaskDefaults}.
     */
    FanOut<R> memory(int megabytes);

    /**
     * Reuses the result that an earlier call of the same task with the same item and version stored, in this or any
     * other run. Stored results are reused until their records expire.
     *
     * @param version any text that is not blank; change it when the task computes something else for the same item
     */
    FanOut<R> cache(String version);

    /**
     * As {@link #cache(String)}, but reuses only results that are not older than {@code ttl}.
     *
     * @param version any text that is not blank; change it when the task computes something else for the same item
     * @param ttl 1 second to 30 days
     */
    FanOut<R> cache(String version, Duration ttl);
}
