package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Returns the total length of texts. */
@TaskDefaults(timeoutSeconds = 900)
public final class CountCharacters implements Task<Results<String>, Long> {

    @Override
    public Long run(Results<String> texts, TaskContext context) {
        long sum = 0;
        for (String text : texts) {
            sum += text.length();
        }
        return sum;
    }
}
