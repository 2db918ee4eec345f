package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Attempt;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A saga: if a step fails, the steps that succeeded are undone in reverse order. */
@ExtendWith(AnabranchExtension.class)
final class SagaScenarioTest {

    /** A trip, of which a part with this name cannot be booked. */
    public record Trip(String id, String unavailable) {}

    /** Books one part of a trip. */
    public record Part(Trip trip, String name) {}

    /** Why the rest failed, and what was cancelled since. */
    public record Undone(Outcome<String> rest, String cancelled) {}

    /** Books a part. */
    public static final class Book implements Task<Part, String> {
        @Override
        public String run(Part part, TaskContext context) {
            if (part.name().equals(part.trip().unavailable())) {
                throw new PermanentFailure(
                        "no " + part.name() + " for " + part.trip().id());
            }
            return part.name();
        }
    }

    /** Cancels a part. */
    public static final class Cancel implements Task<Part, String> {
        @Override
        public String run(Part part, TaskContext context) {
            return part.name();
        }
    }

    /** Returns the value of the rest. */
    public static final class Keep implements Task<Outcome<String>, String> {
        @Override
        public String run(Outcome<String> rest, TaskContext context) {
            return rest.value().orElseThrow();
        }
    }

    /** Fails with the failure of the rest. */
    public static final class FailAgain implements Task<Undone, String> {
        @Override
        public String run(Undone undone, TaskContext context) {
            throw new PermanentFailure(undone.rest().fold(value -> "", Outcome.Failed::message));
        }
    }

    /** Books the flight, the hotel and the car of a trip, or nothing. */
    static final class BookTrip implements Workflow<Trip, String> {
        @Override
        public Value<String> define(Flow flow, Value<Trip> trip) {
            return step(
                    flow,
                    trip,
                    "flight",
                    flight -> step(flow, trip, "hotel", hotel -> flow.call(Book.class, part(flow, trip, "car"))
                            .named("book car")
                            .after(hotel)));
        }

        /** Books a part and then the rest; if the rest fails, cancels the part and fails with the rest's failure. */
        private static Value<String> step(
                Flow flow, Value<Trip> trip, String name, Function<Step, Value<String>> next) {
            Value<Part> part = part(flow, trip, name);
            var booked = flow.call(Book.class, part).named("book " + name);
            Attempt<String> rest = flow.attempt(() -> next.apply(booked))
                    .named("after " + name)
                    .after(booked);
            return flow.<String>when(
                            rest.succeeded(),
                            () -> flow.call(Keep.class, rest),
                            () -> flow.call(
                                    FailAgain.class,
                                    flow.record(
                                            Undone::new,
                                            rest,
                                            flow.call(Cancel.class, part).named("cancel " + name))))
                    .value();
        }

        private static Value<Part> part(Flow flow, Value<Trip> trip, String name) {
            return flow.record(Part::new, trip, flow.value(name));
        }
    }

    private static List<String> nodes(TestRun<String> run, String prefix) {
        return run.attempts().stream()
                .map(TestAttempt::node)
                .filter(node -> node.startsWith(prefix))
                .toList();
    }

    @Test
    void stepsThatSucceededAreUndoneInReverseOrder(Scenarios scenarios) {
        TestRun<String> run = scenarios.of(new BookTrip()).run(new Trip("t1", "car"));

        assertThat(run.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).isEqualTo("no car for t1"));
        assertThat(nodes(run, "book ")).containsExactly("book flight", "book hotel", "book car");
        assertThat(nodes(run, "cancel ")).containsExactly("cancel hotel", "cancel flight");
    }

    @Test
    void stepsAfterTheFailedOneAreNeitherBookedNorCancelled(Scenarios scenarios) {
        TestRun<String> run = scenarios.of(new BookTrip()).run(new Trip("t2", "hotel"));

        assertThat(run.failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).isEqualTo("no hotel for t2"));
        assertThat(nodes(run, "book ")).containsExactly("book flight", "book hotel");
        assertThat(nodes(run, "cancel ")).containsExactly("cancel flight");
    }

    @Test
    void nothingIsUndoneIfAllStepsSucceed(Scenarios scenarios) {
        TestRun<String> run = scenarios.of(new BookTrip()).run(new Trip("t3", ""));

        assertThat(run).succeeded();
        assertThat(run.output()).isEqualTo("car");
        assertThat(nodes(run, "cancel ")).isEmpty();
    }
}
