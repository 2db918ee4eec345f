package dev.anabranch.examples.batchedfanout;

import dev.anabranch.examples.numbers.EnglishNumber;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Spells the numbers of one list in English. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 30)
public final class SpellBatch implements Task<List<Integer>, List<String>> {

    /** Returns the words in the order of the list. */
    @Override
    public List<String> run(List<Integer> numbers, TaskContext context) {
        return numbers.stream().map(EnglishNumber::of).toList();
    }
}
