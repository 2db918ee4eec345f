package dev.anabranch.examples.numbers;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Counts the letters of a number in words. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class CountLetters implements Task<String, Spelled> {

    /** The words with their letters; blanks and hyphens do not count. */
    @Override
    public Spelled run(String words, TaskContext context) {
        return new Spelled(
                words, (int) words.codePoints().filter(Character::isLetter).count());
    }
}
