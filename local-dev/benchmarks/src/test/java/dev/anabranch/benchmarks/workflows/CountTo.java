package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.List;
import java.util.stream.LongStream;

/** Returns the numbers from 0 to n - 1. */
public final class CountTo implements Task<Width, List<Long>> {

    @Override
    public List<Long> run(Width width, TaskContext context) {
        return LongStream.range(0, width.n()).boxed().toList();
    }
}
