package dev.anabranch.engine.internal.definition;

import java.util.Map;

/**
 * A graph of states with transitions among them: a whole state machine, one branch of a Parallel state, or the
 * processor of a Map state.
 *
 * @param startAt the name of the first state
 * @param states the states by name, in the order of the definition
 */
public record StateGraph(String startAt, Map<String, State> states) {

    /**
     * Returns the state with a name.
     *
     * @throws IllegalStateException if the graph has no such state
     */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("The graph that starts at '" + startAt + "' has no state '" + name + "'.");
        }
        return state;
    }
}
