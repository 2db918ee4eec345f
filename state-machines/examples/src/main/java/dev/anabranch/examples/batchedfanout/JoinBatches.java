package dev.anabranch.examples.batchedfanout;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Joins the lists of all batches. */
@TaskDefaults(memoryMb = 1769, timeoutSeconds = 120)
public final class JoinBatches implements Task<Results<List<String>>, BatchedFanoutResult> {

    /** Returns all words in the order of the numbers. */
    @Override
    public BatchedFanoutResult run(Results<List<String>> batches, TaskContext context) {
        List<String> words = batches.stream().flatMap(List::stream).toList();
        return new BatchedFanoutResult(batches.size(), words.size(), words);
    }
}
