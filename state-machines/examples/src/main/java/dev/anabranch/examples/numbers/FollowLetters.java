package dev.anabranch.examples.numbers;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Goes on from a number to the number of its letters, again and again: in English that always ends at four. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class FollowLetters implements Task<Spelled, String> {

    /** Such as {@code seven > five > four}. */
    @Override
    public String run(Spelled start, TaskContext context) {
        StringBuilder chain = new StringBuilder(start.words());
        CountLetters count = new CountLetters();
        Spelled at = start;
        while (!at.words().equals("four")) {
            at = count.run(EnglishNumber.of(at.letters()), context);
            chain.append(" > ").append(at.words());
        }
        return chain.toString();
    }
}
