package dev.anabranch.engine.internal.definition;

import java.util.Map;

/**
 * States that can transition among themselves: a whole state machine, one branch of a Parallel state, or what a Map state does
 * with each item.
 *
 * @param startAt the name of the first state
 * @param states the states by name, in the order of the definition
 */
public record StateGraph(String startAt, Map<String, State> states) {

    /** The state of that name, which a checked definition has. */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalStateException("The graph that starts at '" + startAt + "' has no state '" + name + "'.");
        }
        return state;
    }
}
