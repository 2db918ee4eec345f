package dev.anabranch.testkit;

/**
 * The replacement of a task.
 *
 * @param <I> the input of the task
 * @param <O> the output of the task
 */
@FunctionalInterface
public interface TaskBody<I, O> {

    /**
     * Does the work of one action.
     *
     * @throws Exception to fail the attempt
     */
    O run(I input) throws Exception;
}
