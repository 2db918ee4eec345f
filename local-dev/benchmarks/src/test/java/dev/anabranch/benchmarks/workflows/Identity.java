package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/** Returns its input. */
public final class Identity implements Task<Long, Long> {

    @Override
    public Long run(Long number, TaskContext context) {
        return number;
    }
}
