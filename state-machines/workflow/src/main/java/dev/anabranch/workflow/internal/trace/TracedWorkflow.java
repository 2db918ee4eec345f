package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.List;
import java.util.Objects;

/**
 * The result of tracing a workflow.
 *
 * @param graph the graph
 * @param findings what tracing reported; does not include findings of the checks of the graph
 */
public record TracedWorkflow(Graph graph, List<Finding> findings) {

    /** Copies the findings. */
    public TracedWorkflow {
        findings = List.copyOf(findings);
    }

    /**
     * Calls the definition of {@code workflow} once.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition if the definition throws or adds too many nodes
     */
    public static TracedWorkflow of(Workflow<?, ?> workflow) {
        return of(workflow, DefinitionCaller.DIRECT);
    }

    /**
     * Calls the definition of {@code workflow} once.
     *
     * @param caller calls {@code define}; may stop waiting for it
     * @throws dev.anabranch.workflow.InvalidDefinition if the definition throws, adds too many nodes or does not return
     */
    public static TracedWorkflow of(Workflow<?, ?> workflow, DefinitionCaller caller) {
        return new Tracer(name(workflow), workflow.getClass(), caller).trace(workflow);
    }

    /** Returns the name; empty, which is a finding, if {@code name()} returns null. */
    static String name(Workflow<?, ?> workflow) {
        return Objects.requireNonNullElse(workflow.name(), "");
    }
}
