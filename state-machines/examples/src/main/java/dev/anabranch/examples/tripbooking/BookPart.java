package dev.anabranch.examples.tripbooking;

import dev.anabranch.examples.numbers.RequiredText;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Books one part of a trip and returns its confirmation. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class BookPart implements Task<TripPart, String> {

    private static final List<String> PARTS = List.of("flight", "hotel", "car");

    /**
     * Returns the confirmation.
     *
     * @throws PermanentFailure if the part is sold out, or if the input of the run is invalid
     */
    @Override
    public String run(TripPart part, TaskContext context) {
        TripRequest trip = part.trip();
        String city = trip.city() == null ? "Oslo" : RequiredText.of("city", trip.city());
        if (trip.soldOut() != null && !PARTS.contains(trip.soldOut())) {
            throw new PermanentFailure("soldOut is \"" + trip.soldOut() + "\" but must be one of "
                    + String.join(", ", PARTS) + ". Leave it out to book all parts.");
        }
        if (part.name().equals(trip.soldOut())) {
            throw new PermanentFailure("no " + part.name() + " in " + city + " is available");
        }
        return part.name() + " in " + city;
    }
}
