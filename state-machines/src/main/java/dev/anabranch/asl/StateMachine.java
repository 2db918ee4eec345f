package dev.anabranch.asl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * States and where to start: a whole machine, a branch of a Parallel or the processor of a Map.
 *
 * @param startAt the name of the first state
 * @param states by name, in the order in which they are written
 */
public record StateMachine(String startAt, Map<String, State> states) {

    /** Copies the map and keeps its order. */
    public StateMachine {
        if (!states.containsKey(startAt)) {
            throw new IllegalArgumentException("There is no state `" + startAt + "` to start at.");
        }
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** The definition as Step Functions takes it, with a comment. */
    public String toJson(String comment) {
        return Writer.write(this, comment);
    }

    /** The definition as a tree, without the fields that only the outermost machine has. */
    ObjectNode toTree() {
        return Writer.tree(this);
    }
}
