package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.internal.definition.StateGraph;
import dev.anabranch.engine.internal.port.StateFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of states: the top level of an execution, one branch of a Parallel state, or one iteration of an inline
 * Map. A strand has a separate chain of history events, and separate variables that start as a copy of the variables of
 * the enclosing strand.
 */
public final class Strand {

    private final ExecutionContext execution;
    private final VisitFactory visits;
    private final StateGraph graph;
    private final Owner owner;
    private final @Nullable JsonNode mapContext;
    private Map<String, JsonNode> variables;
    private long lastEvent;
    private @Nullable Visit current;
    private boolean over;

    private Strand(
            ExecutionContext execution,
            VisitFactory visits,
            StateGraph graph,
            Owner owner,
            Map<String, JsonNode> variables,
            @Nullable JsonNode mapContext,
            long lastEvent) {
        this.execution = execution;
        this.visits = visits;
        this.graph = graph;
        this.owner = owner;
        this.variables = variables;
        this.mapContext = mapContext;
        this.lastEvent = lastEvent;
    }

    /** Returns the top level of an execution. */
    static Strand main(ExecutionContext execution, VisitFactory visits, StateGraph graph, Owner owner) {
        return new Strand(execution, visits, graph, owner, Map.of(), null, 0);
    }

    /**
     * Returns a strand inside the current state: a branch or an iteration.
     *
     * @param innerMap the value of {@code Map} in the context object, or null outside of Map states
     * @param startedEvent the id of the event that precedes the strand's first event
     */
    public Strand inner(StateGraph innerGraph, Owner innerOwner, @Nullable JsonNode innerMap, long startedEvent) {
        return new Strand(execution, visits, innerGraph, innerOwner, variables, innerMap, startedEvent);
    }

    /** Returns the context of the execution. */
    public ExecutionContext execution() {
        return execution;
    }

    /** Returns the variables that are visible to the current state. */
    public Map<String, JsonNode> variables() {
        return variables;
    }

    /** Returns the value of {@code Map} in the context object, or null outside of Map states. */
    public @Nullable JsonNode mapContext() {
        return mapContext;
    }

    /** Enters the first state. */
    public void start(JsonNode input) {
        moveTo(graph.startAt(), input);
    }

    /** Enters a state of the graph as the next step. */
    public void moveTo(String state, JsonNode input) {
        execution.mailbox().then(() -> {
            if (!over) {
                Visit next = visits.create(this, graph.state(state), input);
                current = next;
                next.enter();
            }
        });
    }

    /** Assigns variables for the states that follow. */
    public void assign(Map<String, JsonNode> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>(variables);
        merged.putAll(assigned);
        variables = Map.copyOf(merged);
    }

    /** Ends the strand with an output. */
    public void succeed(JsonNode output) {
        over = true;
        current = null;
        owner.strandSucceeded(this, output);
    }

    /** Ends the strand with a failure. The state remains current, so that it can be redriven. */
    public void fail(StateFailure failure) {
        over = true;
        owner.strandFailed(this, failure);
    }

    boolean isOver() {
        return over;
    }

    /** Cancels pending calls and timers. The state remains current, so that it can be redriven. */
    void abort() {
        over = true;
        if (current != null) {
            current.abort();
        }
    }

    /** Records that the current state was aborted. */
    void recordAborted(long previousEvent) {
        if (current != null) {
            current.recordAborted(previousEvent);
        }
    }

    /** Resumes the current state after the strand failed or was stopped. */
    void redrive(long previousEvent) {
        over = false;
        lastEvent = previousEvent;
        if (current != null) {
            current.redrive();
        }
    }

    /** Adds an event to the chain. */
    public long record(EventType type, EventDetails details) {
        lastEvent = execution.record(lastEvent, type, details);
        return lastEvent;
    }

    /** Adds an event that does not become the predecessor of the next one. */
    public long recordAside(EventType type, EventDetails details) {
        return execution.record(lastEvent, type, details);
    }

    /** Returns the id of the event that precedes the next one. */
    public long lastEvent() {
        return lastEvent;
    }

    /** Continues the chain from an event of an inner strand. */
    public void continueFrom(long event) {
        lastEvent = event;
    }

    /** Receives the end of a strand. */
    public interface Owner {
        void strandSucceeded(Strand strand, JsonNode output);

        void strandFailed(Strand strand, StateFailure failure);
    }
}
