package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/** Returns a text. */
public final class WriteText implements Task<TextSize, String> {

    @Override
    public String run(TextSize size, TaskContext context) {
        return "x".repeat(size.length());
    }
}
