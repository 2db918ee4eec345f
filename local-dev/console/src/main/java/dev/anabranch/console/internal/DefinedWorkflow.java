package dev.anabranch.console.internal;

import java.util.Map;

/** A workflow whose class is on the class path of the console. Its definition may differ from the one that is deployed. */
public interface DefinedWorkflow {

    /** Returns JSON with the layout of the graph, as {@code layout}, and the state machine, as {@code stateMachine}. */
    String description();

    /**
     * Returns the explanation for a width, as {@code anabranch explain --json} prints it.
     *
     * @param width the width of the fan-outs that are not inside others
     * @param own the widths of single fan-outs, by id; unknown ids are ignored
     * @throws IllegalArgumentException if a width exceeds what the definition allows, or widths multiply to too many
     *     items; the message says which
     */
    String explanation(long width, Map<String, Long> own);
}
