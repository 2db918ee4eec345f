package dev.anabranch.translate.internal.asl;

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
public record AslMachine(String startAt, Map<String, AslState> states) {

    /** Copies the map and keeps its order. */
    public AslMachine {
        if (!states.containsKey(startAt)) {
            throw new IllegalArgumentException("There is no state `" + startAt + "` to start at.");
        }
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** The definition as Step Functions takes it, as compact as can be: there is a quota on its size. */
    public String toJson(String comment) {
        return AslWriter.whole(this, comment).toString();
    }

    /** The definition for people: indented, with a line feed at the end. */
    public String toPrettyJson(String comment) {
        return AslWriter.pretty(AslWriter.whole(this, comment));
    }

    /** The definition as a tree, without the fields that only the outermost machine has. */
    ObjectNode toTree() {
        return AslWriter.tree(this);
    }
}
