package dev.anabranch.examples.reminders;

import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Wait;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Sends each reminder after its own delay. No function runs while a reminder waits. */
public final class Reminders implements Workflow<RemindersInput, RemindersReport> {

    @Override
    public Value<RemindersReport> define(Flow flow, Value<RemindersInput> input) {
        Value<List<Reminder>> reminders = flow.call(ListReminders.class, input);
        FanOut<String> sent = flow.map(reminders, reminder -> {
            Wait due = flow.sleep(reminder.get(Reminder::delay));
            return flow.call(SendReminder.class, reminder).after(due);
        });
        return flow.call(ReportReminders.class, sent.toList());
    }

    @Override
    public String description() {
        return "Temporal's timers: each item waits for its own time.";
    }
}
