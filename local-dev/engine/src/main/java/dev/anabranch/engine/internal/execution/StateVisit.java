package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.definition.Catcher;
import dev.anabranch.engine.internal.definition.DataFlow;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.value.ExpressionLocations;
import dev.anabranch.engine.internal.value.NestingLimit;
import dev.anabranch.engine.internal.value.SettingNumbers;
import dev.anabranch.engine.internal.value.Timestamps;
import dev.anabranch.engine.metering.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One visit of a state: entered once, attempted as often as its Retriers say, and left once. */
abstract class StateVisit {

    private final Strand strand;
    private final State state;
    private final JsonNode rawInput;
    private final Instant enteredTime;
    private final StateQuery query;
    private final RetryCounts retries;
    private long enteredEvent;
    private @Nullable PendingEvent retryTimer;
    private @Nullable ObjectNode context;

    StateVisit(Strand strand, State state, JsonNode rawInput) {
        this.strand = strand;
        this.state = state;
        this.rawInput = rawInput;
        this.enteredTime = strand.execution().now();
        this.retries = new RetryCounts(state.errors().retriers(), strand.execution());
        this.query = state.header().flow().accept(new QueryOf());
    }

    private final class QueryOf implements DataFlow.Visitor<StateQuery> {
        @Override
        public StateQuery visitExpressions(DataFlow.Expressions flow) {
            return new JsonataQuery(ports().jsonata(), flow, StateVisit.this);
        }

        @Override
        public StateQuery visitPaths(DataFlow.Paths flow) {
            return new JsonPathQuery(ports().jsonPath(), flow, StateVisit.this);
        }
    }

    /** Does what the state is for, once. */
    abstract void attempt();

    /** Lets go of whatever an attempt has running. */
    void cancelAttempt() {}

    /** The visit ends, by success or by a Catcher: it cannot be redriven. */
    void left() {}

    /** The state fails for good, past its Retriers; records what belongs before its Catchers. */
    void retriesExhausted() {}

    /** Goes on after a redrive, without entering the state again. */
    void reattempt() {
        attempt();
    }

    final void enter() {
        enteredEvent = strand.record(
                EventType.entered(state.type()),
                EventDetails.empty()
                        .with("name", state.name())
                        .payload("input", rawInput, execution().spec()::textOf));
        meter(Meter.TransitionKind.STATE);
        attemptGuarded(this::attempt);
    }

    /** Runs something of the state's; a failing expression fails the state. */
    final void attemptGuarded(Runnable part) {
        try {
            part.run();
        } catch (QueryException failed) {
            fail(evaluationFailure(failed));
        } catch (RuntimeException | StackOverflowError failed) {
            if (!NestingLimit.isTooDeep(failed)) {
                throw failed;
            }
            fail(StateFailure.of(QueryException.RUNTIME, NestingLimit.cause(state.name())));
        }
    }

    private StateFailure evaluationFailure(QueryException failed) {
        String cause = "An error occurred while executing the state '" + state.name() + "' (entered at the event id #"
                + enteredEvent + "). " + failed.cause();
        if (QueryException.QUERY_EVALUATION.equals(failed.error())) {
            strand.record(
                    EventType.of("EvaluationFailed"),
                    EventDetails.empty()
                            .with("error", failed.error())
                            .with("cause", cause)
                            .with("location", ExpressionLocations.of(failed.cause()))
                            .with("state", state.name()));
        }
        return StateFailure.of(failed.error(), cause);
    }

    /** Fails the execution with an error that nobody can catch. */
    final void failRuntime(String cause) {
        throw new QueryException(QueryException.RUNTIME, cause);
    }

    /** Ends the visit with a result. */
    final void succeed(JsonNode result) {
        attemptGuarded(() -> {
            JsonNode selected = query.select(result);
            Map<String, JsonNode> assigned = query.assignments(selected);
            leave(state.header().next(), query.output(selected), assigned);
        });
    }

    /** Ends the visit: the strand goes on with the next state or, without one, ends. */
    final void leave(@Nullable String next, JsonNode output, Map<String, JsonNode> assigned) {
        left();
        StateFailure tooLarge = strand.execution().checkSizes(state.name(), strand.variables(), output, assigned);
        if (tooLarge != null) {
            strand.fail(tooLarge);
            return;
        }
        strand.assign(assigned);
        EventDetails details = EventDetails.empty()
                .with("name", state.name())
                .payload("output", output, execution().spec()::textOf);
        if (!assigned.isEmpty()) {
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            assigned.forEach((name, value) -> values.put(name, value.toString()));
            details.node("assignedVariables", values);
            details.node(
                    "assignedVariablesDetails",
                    JsonNodeFactory.instance.objectNode().put("truncated", false));
        }
        strand.record(EventType.exited(state.type()), details);
        if (next == null) {
            strand.succeed(output);
        } else {
            strand.moveTo(next, output);
        }
    }

    /** An attempt failed: retries, or goes where a Catcher says, or fails the strand. */
    final void fail(StateFailure failure) {
        cancelAttempt();
        if (failure.fatal()) {
            strand.fail(failure);
            return;
        }
        Duration delay = retries.next(failure);
        if (delay != null) {
            context = null;
            retryTimer = strand.execution().after(delay, () -> {
                meter(Meter.TransitionKind.RETRY);
                attemptGuarded(this::attempt);
            });
            return;
        }
        long beforeFailed = strand.lastEvent();
        retriesExhausted();
        List<Catcher> catchers = state.errors().catchers();
        for (int i = 0; i < catchers.size(); i++) {
            if (failure.matches(catchers.get(i).errorEquals())) {
                leaveCaught(catchers.get(i), i, failure, beforeFailed);
                return;
            }
        }
        strand.fail(failure);
    }

    private void leaveCaught(Catcher catcher, int index, StateFailure failure, long beforeFailed) {
        ObjectNode errorOutput = failure.output();
        try {
            JsonNode output = query.caught(catcher, index, errorOutput);
            leave(catcher.next(), output, query.caughtAssignments(catcher, index, errorOutput));
        } catch (QueryException failed) {
            strand.continueFrom(beforeFailed);
            StateFailure second = evaluationFailure(failed);
            if (!second.fatal()) {
                retriesExhausted();
            }
            strand.fail(second);
        }
    }

    final void abort() {
        if (retryTimer != null) {
            retryTimer.cancel();
        }
        cancelAttempt();
    }

    /** Records that the state was aborted, for the types whose histories have such an event. */
    void recordAborted(long previousEvent) {
        if (state instanceof State.Task || state instanceof State.Wait) {
            strand.execution().record(previousEvent, EventType.aborted(state.type()), EventDetails.NONE);
        }
    }

    final void redrive() {
        retries.reset();
        context = null;
        meter(Meter.TransitionKind.REDRIVE);
        attemptGuarded(this::reattempt);
    }

    final Strand strand() {
        return strand;
    }

    final Execution execution() {
        return strand.execution();
    }

    final ExecutionPorts ports() {
        return strand.execution().ports();
    }

    final StateQuery query() {
        return query;
    }

    final String name() {
        return state.name();
    }

    final JsonNode rawInput() {
        return rawInput;
    }

    final Map<String, JsonNode> variables() {
        return strand.variables();
    }

    final int retryCount() {
        return retries.total();
    }

    /** The context object as this attempt sees it. */
    final ObjectNode context() {
        ObjectNode known = context;
        if (known == null) {
            known = strand.execution().context();
            ObjectNode own = known.putObject("State");
            own.put("Name", state.name());
            own.put("EnteredTime", Timestamps.text(enteredTime));
            if (state instanceof State.Task || state instanceof State.Parallel || state instanceof State.Map) {
                own.put("RetryCount", retries.total());
            }
            if (strand.mapContext() != null) {
                known.set("Map", strand.mapContext());
            }
            describe(known);
            context = known;
        }
        return known;
    }

    /** Adds what only one type of state has in its context object. */
    void describe(ObjectNode context) {}

    /** A new attempt may see another context object. */
    final void forgetContext() {
        context = null;
    }

    /**
     * The value of a setting that must be a whole number.
     *
     * @return null where there is no such setting
     */
    final @Nullable Long wholeNumber(@Nullable SettingField setting) {
        return setting == null ? null : SettingNumbers.whole(setting, query.value(setting));
    }

    /**
     * The value of a timeout in seconds.
     *
     * @return null where there is no such setting
     */
    final @Nullable Long timeoutSeconds(@Nullable SettingField setting) {
        return setting == null ? null : SettingNumbers.seconds(setting, query.value(setting), 1);
    }

    private void meter(Meter.TransitionKind kind) {
        strand.execution().meter(kind);
    }
}
