package dev.anabranch.examples.largefanout;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Returns its input. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ReturnNumber implements Task<Integer, Integer> {

    /** Returns the number. */
    @Override
    public Integer run(Integer number, TaskContext context) {
        return number;
    }
}
