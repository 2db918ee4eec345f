package dev.anabranch.task;

/**
 * A function of the user, {@code I -> O}: a public class with a public constructor without parameters. Each task becomes one
 * AWS Lambda function; one invocation of it is an <em>action</em>.
 *
 * <p>{@code I} and {@code O} are what Jackson reads and writes as JSON (records, lists, numbers, strings), or contain
 * {@link Results} (a fan-in, read lazily) or {@link Blob} (a file, carried by reference). They are read from the class by
 * reflection, so a task states them: {@code class CutTiles implements Task<Region, List<Tile>>}.
 *
 * <p>An action can run more than once: Lambda may deliver twice, and retries exist. A finished action is never run again, but
 * one that died half way is, so effects outside the returned value should be idempotent.
 *
 * @param <I> what one action is given
 * @param <O> what one action returns; {@code null} is a value like any other
 */
@FunctionalInterface
public interface Task<I, O> {

    /**
     * Does the work of one action.
     *
     * @throws PermanentFailure when trying again cannot help: the action fails at once
     * @throws Exception any other failure: the action is tried again as often as its retry policy says
     */
    O run(I input, TaskContext context) throws Exception;
}
