package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Returns the sum of numbers. */
@TaskDefaults(timeoutSeconds = 900)
public final class AddUp implements Task<Results<Long>, Long> {

    @Override
    public Long run(Results<Long> numbers, TaskContext context) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }
}
