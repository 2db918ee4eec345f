package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.definition.Catcher;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.ExecutionContext;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.execution.Visit;
import dev.anabranch.engine.internal.fields.QueryScope;
import dev.anabranch.engine.internal.fields.SettingNumbers;
import dev.anabranch.engine.internal.fields.StateQueries;
import dev.anabranch.engine.internal.fields.StateQuery;
import dev.anabranch.engine.internal.pending.PendingEvent;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.value.CompactNodes;
import dev.anabranch.engine.internal.value.ExpressionLocations;
import dev.anabranch.engine.internal.value.NestingLimit;
import dev.anabranch.engine.internal.value.Timestamps;
import dev.anabranch.engine.metering.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One visit of a state. The state is entered once, attempted until it succeeds or its Retriers are exhausted, and left
 * once.
 */
abstract class StateVisit implements Visit {

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
        this.enteredTime = strand.execution().mailbox().now();
        this.retries = new RetryCounts(
                state.errors().retriers(), strand.execution().mailbox().random());
        this.query = state.header().flow().accept(new StateQueries(ports().jsonata(), ports().jsonPath(), new Scope()));
    }

    private final class Scope implements QueryScope {

        @Override
        public JsonNode rawInput() {
            return rawInput;
        }

        @Override
        public ObjectNode context() {
            return StateVisit.this.context();
        }

        @Override
        public Map<String, JsonNode> variables() {
            return strand.variables();
        }
    }

    /** Starts one attempt. */
    abstract void attempt();

    /** Cancels the calls and timers of the attempt. */
    void cancelAttempt() {}

    /** Called when the visit ends successfully or by a Catcher. It cannot be redriven after that. */
    void left() {}

    /** Called when no Retrier applies, before the Catchers. Records that the state failed. */
    void retriesExhausted() {}

    /** Resumes the attempt after a redrive. */
    void reattempt() {
        attempt();
    }

    @Override
    public final void enter() {
        enteredEvent = strand.record(
                EventType.entered(state.type()),
                execution()
                        .details()
                        .with("name", state.name())
                        .payload("input", rawInput, execution().spec()::textOf));
        meter(Meter.TransitionKind.STATE);
        attemptGuarded(this::attempt);
    }

    /** Runs a part of the visit. The state fails if an expression fails. */
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

    /** Fails the execution with an error that no Catcher matches. */
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

    /** Ends the visit. The strand continues at the next state, or ends if {@code next} is null. */
    final void leave(@Nullable String next, JsonNode output, Map<String, JsonNode> assigned) {
        left();
        if (!OutputSizes.fit(ports().quotas(), strand.variables(), output, assigned)) {
            strand.fail(StateFailure.outputTooLarge(state.name()));
            return;
        }
        strand.assign(assigned);
        EventDetails details = execution()
                .details()
                .with("name", state.name())
                .payload("output", output, execution().spec()::textOf);
        if (!assigned.isEmpty()) {
            ObjectNode values = CompactNodes.INSTANCE.objectNode();
            assigned.forEach((name, value) -> values.put(name, value.toString()));
            details.node("assignedVariables", values);
            details.node(
                    "assignedVariablesDetails",
                    CompactNodes.INSTANCE.objectNode().put("truncated", false));
        }
        strand.record(EventType.exited(state.type()), details);
        if (next == null) {
            strand.succeed(output);
        } else {
            strand.moveTo(next, output);
        }
    }

    /** Handles a failed attempt: retries it, continues at the state of a Catcher, or fails the strand. */
    final void fail(StateFailure failure) {
        cancelAttempt();
        if (failure.fatal()) {
            strand.fail(failure);
            return;
        }
        Duration delay = retries.next(failure);
        if (delay != null) {
            context = null;
            retryTimer = strand.execution().pending().after(delay, () -> {
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

    @Override
    public final void abort() {
        if (retryTimer != null) {
            retryTimer.cancel();
        }
        cancelAttempt();
    }

    @Override
    public void recordAborted(long previousEvent) {
        if (state instanceof State.Task || state instanceof State.Wait) {
            strand.execution().record(previousEvent, EventType.aborted(state.type()), EventDetails.NONE);
        }
    }

    @Override
    public final void redrive() {
        retries.reset();
        context = null;
        meter(Meter.TransitionKind.REDRIVE);
        attemptGuarded(this::reattempt);
    }

    final Strand strand() {
        return strand;
    }

    final ExecutionContext execution() {
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

    final int retryCount() {
        return retries.total();
    }

    /** Returns the context object of this attempt. */
    final ObjectNode context() {
        ObjectNode known = context;
        if (known == null) {
            known = strand.execution().contextObject();
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

    /** Adds the members of the context object that only this type of state has. */
    void describe(ObjectNode context) {}

    /** Discards the context object. The next use creates a new one. */
    final void forgetContext() {
        context = null;
    }

    /**
     * Returns the value of a setting that must be an integer.
     *
     * @return null without the setting
     */
    final @Nullable Long wholeNumber(@Nullable SettingField setting) {
        return setting == null ? null : SettingNumbers.whole(setting, query.value(setting));
    }

    /**
     * Returns the value of a timeout in seconds.
     *
     * @return null without the setting
     */
    final @Nullable Long timeoutSeconds(@Nullable SettingField setting) {
        return setting == null ? null : SettingNumbers.seconds(setting, query.value(setting), 1);
    }

    private void meter(Meter.TransitionKind kind) {
        strand.execution().meter(kind);
    }
}
