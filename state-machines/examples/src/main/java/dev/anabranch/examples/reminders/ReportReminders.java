package dev.anabranch.examples.reminders;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Returns all texts that were sent, in the order of the reminders. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ReportReminders implements Task<List<String>, RemindersReport> {

    @Override
    public RemindersReport run(List<String> texts, TaskContext context) {
        return new RemindersReport(texts.size(), texts);
    }
}
