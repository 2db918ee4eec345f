package dev.anabranch.examples.tripbooking;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Books one part of a trip and returns its confirmation. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class BookPart implements Task<TripPart, String> {

    @Override
    public String run(TripPart part, TaskContext context) {
        TripRequest trip = part.trip();
        String city = trip.city() == null ? "Oslo" : trip.city();
        if (part.name().equals(trip.soldOut())) {
            throw new PermanentFailure("no " + part.name() + " in " + city + " is available");
        }
        return part.name() + " in " + city;
    }
}
