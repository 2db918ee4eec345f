package dev.anabranch.examples.squareall;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Squares a number. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class Square implements Task<Assignment, Integer> {

    /**
     * Returns the square.
     *
     * @throws IllegalArgumentException if the assignment requests a failure
     */
    @Override
    public Integer run(Assignment assignment, TaskContext context) {
        if (assignment.fail()) {
            throw new IllegalArgumentException(assignment.number() + " is in failAt");
        }
        return assignment.number() * assignment.number();
    }
}
