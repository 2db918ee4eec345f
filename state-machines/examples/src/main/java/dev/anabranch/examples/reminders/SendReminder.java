package dev.anabranch.examples.reminders;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Sends a reminder: here it only returns its text. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class SendReminder implements Task<Reminder, String> {

    @Override
    public String run(Reminder reminder, TaskContext context) {
        return reminder.to() + ", remember " + reminder.about() + "!";
    }
}
