package dev.anabranch.examples.reminders;

import dev.anabranch.examples.numbers.RequiredText;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Returns the reminders of the input. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListReminders implements Task<RemindersInput, List<Reminder>> {

    private static final List<Reminder> DEFAULT = List.of(
            new Reminder("Ada", "tea", Duration.ofSeconds(3)),
            new Reminder("Grace", "the stand-up", Duration.ofSeconds(1)),
            new Reminder("Alan", "his run", Duration.ofSeconds(2)));

    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * Returns the reminders.
     *
     * @throws PermanentFailure if a reminder is null, has no person or text, or has no delay or one of more than a year
     */
    @Override
    public List<Reminder> run(RemindersInput input, TaskContext context) {
        List<Reminder> reminders = new ArrayList<>();
        for (Reminder reminder : input.reminders() == null ? DEFAULT : input.reminders()) {
            reminders.add(checked("reminders[" + reminders.size() + "]", reminder));
        }
        return reminders;
    }

    private static Reminder checked(String field, @Nullable Reminder reminder) {
        if (reminder == null) {
            throw new PermanentFailure(field + " is null but must be an object with to, about and delay.");
        }
        RequiredText.of(field + ".to", reminder.to());
        RequiredText.of(field + ".about", reminder.about());
        Duration delay = reminder.delay();
        if (delay == null || delay.compareTo(LONGEST) > 0) {
            throw new PermanentFailure(field + ".delay is " + delay
                    + " but must be a duration of at most P365D, such as PT36H: an execution runs for at most a year.");
        }
        return reminder;
    }
}
