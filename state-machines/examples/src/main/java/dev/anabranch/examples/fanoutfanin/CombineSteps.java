package dev.anabranch.examples.fanoutfanin;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Combines the results of all branches. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class CombineSteps implements Task<List<Processed>, Combined> {

    /** Returns all items, by the name of the branch that processed them. */
    @Override
    public Combined run(List<Processed> processed, TaskContext context) {
        Map<String, List<String>> bySteps = new LinkedHashMap<>();
        processed.forEach(branch -> bySteps.put(branch.step(), branch.items()));
        int items = processed.stream().mapToInt(branch -> branch.items().size()).sum();
        return new Combined(items, bySteps);
    }
}
