package dev.anabranch.testkit;

/**
 * What an action does instead of its task.
 *
 * @param <I> what the task is given
 * @param <O> what the task returns
 */
@FunctionalInterface
public interface TaskBody<I, O> {

    /**
     * Does the work of one action.
     *
     * @throws Exception as the task may
     */
    O run(I input) throws Exception;
}
