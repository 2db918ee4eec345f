package dev.anabranch.translate;

import dev.anabranch.asl.StateMachine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A workflow as a state machine, with the placeholders of {@link Translator}.
 *
 * @param machine the states
 * @param comment what the definition says of itself
 * @param nodes the node that each state belongs to, by the state's name; one that only holds the machine together is not among them
 */
public record Translation(StateMachine machine, String comment, Map<String, String> nodes) {

    /** Copies the map and keeps its order. */
    public Translation {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /** The definition to deploy: as compact as can be, since AWS caps its size. */
    public String definition() {
        return machine.toJson(comment);
    }

    /** The definition for people. */
    public String pretty() {
        return machine.toPrettyJson(comment);
    }
}
