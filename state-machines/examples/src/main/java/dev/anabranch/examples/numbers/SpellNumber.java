package dev.anabranch.examples.numbers;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Spells a number in English. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class SpellNumber implements Task<Integer, String> {

    /** Returns words such as {@code forty-two}. */
    @Override
    public String run(Integer number, TaskContext context) {
        return EnglishNumber.of(number);
    }
}
