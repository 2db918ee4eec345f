package dev.anabranch.examples.tripbooking;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/**
 * Cancels the booking of one part and returns what it has cancelled. It has the same effect if it runs again, because
 * it is retried.
 */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class CancelPart implements Task<String, String> {

    @Override
    public String run(String confirmation, TaskContext context) {
        return confirmation;
    }
}
