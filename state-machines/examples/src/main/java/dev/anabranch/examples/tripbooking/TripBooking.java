package dev.anabranch.examples.tripbooking;

import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.function.Function;

/** Books the flight, the hotel and the car of a trip, or nothing. */
public final class TripBooking implements Workflow<TripRequest, TripReport> {

    @Override
    public Value<TripReport> define(Flow flow, Value<TripRequest> trip) {
        Attempt<String> booked = flow.attempt(() -> undoable(
                flow,
                trip,
                "flight",
                flight -> undoable(
                        flow, trip, "hotel", hotel -> book(flow, trip, "car").after(hotel))));
        return flow.call(ReportTrip.class, booked);
    }

    /** Books a part and then the rest. If the rest fails, cancels the part and fails with the failure of the rest. */
    private static Value<String> undoable(
            Flow flow, Value<TripRequest> trip, String part, Function<Step, Value<String>> next) {
        Call<String> booked = book(flow, trip, part);
        Attempt<String> rest =
                flow.attempt(() -> next.apply(booked)).named("after " + part).after(booked);
        return flow.<String>when(
                        rest.succeeded(),
                        () -> flow.call(AddPart.class, flow.record(AddPart.Input::new, booked, rest)),
                        () -> flow.call(
                                FailTrip.class, flow.record(FailTrip.Input::new, rest, cancel(flow, booked, part))))
                .value();
    }

    private static Call<String> book(Flow flow, Value<TripRequest> trip, String part) {
        return flow.call(BookPart.class, flow.record(TripPart::new, trip, flow.value(part)))
                .named("book " + part);
    }

    private static Call<String> cancel(Flow flow, Value<String> booked, String part) {
        return flow.call(CancelPart.class, booked).named("cancel " + part).retry(Retry.upTo(5));
    }

    @Override
    public String description() {
        return "Temporal: a saga undoes the steps that succeeded.";
    }
}
