package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.List;

/**
 * A definition that has been run once.
 *
 * @param graph what it makes
 * @param findings what was wrong with how it was written; the checks of the graph itself are not among them
 */
public record Traced(Graph graph, List<Finding> findings) {

    /** Copies the findings. */
    public Traced {
        findings = List.copyOf(findings);
    }

    /** Runs a definition once. */
    public static Traced of(Workflow<?, ?> workflow) {
        return of(workflow, DefinitionCaller.DIRECT);
    }

    /**
     * Runs a definition once.
     *
     * @param caller calls {@code define}; may stop waiting for it
     */
    public static Traced of(Workflow<?, ?> workflow, DefinitionCaller caller) {
        return new Tracer(workflow.name(), caller).trace(workflow);
    }
}
