package dev.anabranch.examples.tripbooking;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Reports whether the trip is booked. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ReportTrip implements Task<Outcome<String>, TripReport> {

    @Override
    public TripReport run(Outcome<String> trip, TaskContext context) {
        return trip.fold(booked -> new TripReport(true, booked), failed -> new TripReport(false, failed.message()));
    }
}
