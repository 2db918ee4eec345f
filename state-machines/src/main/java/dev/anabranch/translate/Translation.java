package dev.anabranch.translate;

import dev.anabranch.asl.StateMachine;

/**
 * A workflow as a state machine, with the placeholders of {@link Translator}.
 *
 * @param machine the states
 * @param comment what the definition says of itself
 */
public record Translation(StateMachine machine, String comment) {

    /** The definition to deploy: as compact as can be, since AWS caps its size. */
    public String definition() {
        return machine.toJson(comment);
    }

    /** The definition for people. */
    public String pretty() {
        return machine.toPrettyJson(comment);
    }
}
