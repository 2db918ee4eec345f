package dev.anabranch.examples.tripbooking;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Returns the confirmations of a part and of the parts after it, all of which are booked. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class AddPart implements Task<AddPart.Input, String> {

    /**
     * The input.
     *
     * @param booked the confirmation of the part
     * @param rest the confirmations of the parts after it
     */
    public record Input(String booked, Outcome<String> rest) {}

    @Override
    public String run(Input input, TaskContext context) {
        return input.booked() + ", " + input.rest().value().orElseThrow();
    }
}
