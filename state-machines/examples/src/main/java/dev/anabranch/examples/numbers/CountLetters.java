package dev.anabranch.examples.numbers;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Counts the letters of a number's English name. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class CountLetters implements Task<String, Spelled> {

    /** Returns the words with the number of their letters, without spaces and hyphens. */
    @Override
    public Spelled run(String words, TaskContext context) {
        return new Spelled(
                words, (int) words.codePoints().filter(Character::isLetter).count());
    }
}
