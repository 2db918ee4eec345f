package dev.anabranch.translate.internal.asl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A machine, a branch of a Parallel or the processor of a Map.
 *
 * @param startAt the name of the first state
 * @param states the states by name, in the order of the definition
 */
public record AslMachine(String startAt, Map<String, AslState> states) {

    /** Copies the map in its order. */
    public AslMachine {
        if (!states.containsKey(startAt)) {
            throw new IllegalArgumentException("There is no state `" + startAt + "` to start at.");
        }
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /**
     * Returns the definition as compact JSON, because Step Functions limits its size.
     *
     * @param timeoutSeconds the timeout of an execution; empty for none
     */
    public String toJson(String comment, OptionalLong timeoutSeconds) {
        return AslWriter.whole(this, comment, timeoutSeconds).toString();
    }

    /** As {@link #toJson}, but indented and with a line feed at the end. */
    public String toPrettyJson(String comment, OptionalLong timeoutSeconds) {
        return AslWriter.pretty(AslWriter.whole(this, comment, timeoutSeconds));
    }

    /** Returns the definition as a tree, without the fields that only the outermost machine has. */
    ObjectNode toTree() {
        return AslWriter.tree(this);
    }
}
