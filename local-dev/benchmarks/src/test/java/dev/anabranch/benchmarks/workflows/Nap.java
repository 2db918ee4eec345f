package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/** Waits for 100 ms, like a call over the network. */
public final class Nap implements Task<Long, Long> {

    @Override
    public Long run(Long number, TaskContext context) throws InterruptedException {
        Thread.sleep(100);
        return number;
    }
}
