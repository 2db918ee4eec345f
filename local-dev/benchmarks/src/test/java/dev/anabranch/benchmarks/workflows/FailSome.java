package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/** Returns its input; fails for each twentieth number. */
public final class FailSome implements Task<Long, Long> {

    private static final int EACH = 20;

    @Override
    public Long run(Long number, TaskContext context) {
        if (number % EACH == 0) {
            throw new PermanentFailure("Record " + number + " has no price.");
        }
        return number;
    }
}
