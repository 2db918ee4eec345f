package dev.anabranch.task;

/**
 * A function {@code I -> O} that a workflow calls. An implementation is a public class with a public constructor
 * without parameters, or a {@link TaskFactory} creates it. Each task is deployed as one AWS Lambda function; one call of a task with one input is an
 * <em>action</em>.
 *
 * <p>{@code I} and {@code O} are types that Jackson can read and write as JSON (records, lists, numbers, strings). They
 * may contain {@link Results}, which is read lazily, and {@link Blob}, which refers to a file. Both types must be fixed
 * by the class, as in {@code class CutTiles implements Task<Region, List<Tile>>}, because they are read by reflection.
 *
 * <p>An action can run more than once: an attempt that crashed or failed is retried, and Lambda may deliver one
 * invocation twice. A finished action is never run again. Effects other than the returned value must therefore be
 * idempotent.
 *
 * @param <I> the type of the input
 * @param <O> the type of the result; a result may be null
 */
@FunctionalInterface
public interface Task<I, O> {

    /**
     * Runs one attempt at an action.
     *
     * @param input the input of the action; null if the workflow passes null
     * @param context the action, its time limit, its logger and the files of its run
     * @return the result; may be null
     * @throws PermanentFailure if no further attempt can succeed: the action fails without further retries
     * @throws Exception if this attempt fails: the action is retried according to its retry policy
     */
    O run(I input, TaskContext context) throws Exception;
}
