package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.Collections;
import java.util.List;

/** Returns the sizes of n texts. */
public final class ListSizes implements Task<TextWidth, List<TextSize>> {

    @Override
    public List<TextSize> run(TextWidth width, TaskContext context) {
        return Collections.nCopies(width.n(), new TextSize(width.length()));
    }
}
