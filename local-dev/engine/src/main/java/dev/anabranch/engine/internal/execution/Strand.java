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
 * One state after another: the top level of an execution, one branch of a Parallel state, one iteration of an inline Map. A
 * strand has its own variables, which begin as those of the strand around it, and its own chain of history events.
 */
final class Strand {

    private final Execution execution;
    private final StateGraph graph;
    private final Owner owner;
    private final @Nullable JsonNode mapContext;
    private Map<String, JsonNode> variables;
    private long lastEvent;
    private @Nullable StateVisit current;
    private boolean over;

    /**
     * @param mapContext what {@code Map} is in the context object, or null outside of Map states
     * @param lastEvent the event that the first one of the strand follows
     */
    Strand(
            Execution execution,
            StateGraph graph,
            Owner owner,
            Map<String, JsonNode> variables,
            @Nullable JsonNode mapContext,
            long lastEvent) {
        this.execution = execution;
        this.graph = graph;
        this.owner = owner;
        this.variables = variables;
        this.mapContext = mapContext;
        this.lastEvent = lastEvent;
    }

    Execution execution() {
        return execution;
    }

    Map<String, JsonNode> variables() {
        return variables;
    }

    @Nullable
    JsonNode mapContext() {
        return mapContext;
    }

    void start(JsonNode input) {
        moveTo(graph.startAt(), input);
    }

    /** Enters a state of the strand's graph. */
    void moveTo(String state, JsonNode input) {
        execution.then(() -> {
            if (!over) {
                StateVisit next = StateVisits.create(this, graph.state(state), input);
                current = next;
                next.enter();
            }
        });
    }

    /** Makes variables visible to the states that follow. */
    void assign(Map<String, JsonNode> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>(variables);
        merged.putAll(assigned);
        variables = Map.copyOf(merged);
    }

    void succeed(JsonNode output) {
        over = true;
        current = null;
        owner.strandSucceeded(this, output);
    }

    void fail(StateFailure failure) {
        over = true;
        owner.strandFailed(this, failure);
    }

    boolean isOver() {
        return over;
    }

    /** Stops whatever runs. The state stays the strand's current one, for a redrive. */
    void abort() {
        over = true;
        if (current != null) {
            current.abort();
        }
    }

    /** Records that the state in which the strand stopped was aborted. */
    void recordAborted(long previousEvent) {
        if (current != null) {
            current.recordAborted(previousEvent);
        }
    }

    /** Goes on with the state in which the strand failed or was stopped. */
    void redrive(long previousEvent) {
        over = false;
        lastEvent = previousEvent;
        if (current != null) {
            current.redrive();
        }
    }

    /** Adds an event to the strand's chain. */
    long record(EventType type, EventDetails details) {
        lastEvent = execution.record(lastEvent, type, details);
        return lastEvent;
    }

    /** Adds an event that the next one does not follow. */
    long recordAside(EventType type, EventDetails details) {
        return execution.record(lastEvent, type, details);
    }

    long lastEvent() {
        return lastEvent;
    }

    /** Lets the chain go on from an event of a strand within this one. */
    void continueFrom(long event) {
        lastEvent = event;
    }

    /** Told how a strand ends. */
    interface Owner {
        void strandSucceeded(Strand strand, JsonNode output);

        void strandFailed(Strand strand, StateFailure failure);
    }
}
