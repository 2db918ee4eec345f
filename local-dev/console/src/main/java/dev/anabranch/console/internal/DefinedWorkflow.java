package dev.anabranch.console.internal;

import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.runs.internal.record.RunTally;
import java.util.Map;
import java.util.Set;

/** A workflow whose class is on the class path of the console. Its definition may differ from the one that is deployed. */
public interface DefinedWorkflow {

    /** Returns JSON with the state machine, as {@code stateMachine}. */
    String description();

    /**
     * Returns the layout of the graph as JSON.
     *
     * @param folded the ids of the frames that are drawn as boxes; other ids have no effect
     */
    String layout(Set<String> folded);

    /**
     * Returns the explanation for a width, as {@code anabranch explain --json} prints it.
     *
     * @param width the width of the fan-outs that are not inside others
     * @param own the widths of single fan-outs, by id
     * @throws IllegalArgumentException if {@code own} names an unknown fan-out, a width exceeds what the definition allows, or widths multiply to too many
     *     items; the message says which
     */
    String explanation(long width, Map<String, Long> own);

    /** Estimates what a run costs on AWS from the numbers of its actions. */
    RunCost cost(RunTally tally);
}
