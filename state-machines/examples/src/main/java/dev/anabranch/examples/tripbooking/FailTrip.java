package dev.anabranch.examples.tripbooking;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Fails as the parts after a part have failed, after the part has been cancelled. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class FailTrip implements Task<FailTrip.Input, String> {

    /**
     * The input.
     *
     * @param rest the failure of the parts after it
     * @param cancelled what has been cancelled
     */
    public record Input(Outcome<String> rest, String cancelled) {}

    @Override
    public String run(Input input, TaskContext context) {
        throw new PermanentFailure(input.rest().fold(value -> "", Outcome.Failed::message));
    }
}
