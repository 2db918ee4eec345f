package dev.anabranch.examples.numbers;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Replaces a number by the number of letters of its English name until the number is four. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class FollowLetters implements Task<Spelled, String> {

    /** Returns text such as {@code seven > five > four}. */
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
