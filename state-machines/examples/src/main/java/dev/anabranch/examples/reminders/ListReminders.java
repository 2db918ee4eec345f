package dev.anabranch.examples.reminders;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.time.Duration;
import java.util.List;

/** Returns the reminders of the input. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListReminders implements Task<RemindersInput, List<Reminder>> {

    private static final List<Reminder> DEFAULT = List.of(
            new Reminder("Ada", "tea", Duration.ofSeconds(3)),
            new Reminder("Grace", "the stand-up", Duration.ofSeconds(1)),
            new Reminder("Alan", "his run", Duration.ofSeconds(2)));

    @Override
    public List<Reminder> run(RemindersInput input, TaskContext context) {
        return input.reminders() == null ? DEFAULT : input.reminders();
    }
}
