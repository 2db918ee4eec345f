package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.Collections;
import java.util.List;

/** Returns n groups of 100 texts of 1,000 characters each. */
public final class ListGroups implements Task<Width, List<TextGroup>> {

    @Override
    public List<TextGroup> run(Width width, TaskContext context) {
        return Collections.nCopies(width.n(), new TextGroup(Collections.nCopies(100, new TextSize(1_000))));
    }
}
