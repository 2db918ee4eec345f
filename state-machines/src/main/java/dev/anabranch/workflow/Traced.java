package dev.anabranch.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.check.Finding;
import dev.anabranch.graph.Graph;
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

    /**
     * Runs a definition once.
     *
     * @param json writes constants; give it the mapper that the action runtime uses
     */
    public static Traced of(Workflow<?, ?> workflow, ObjectMapper json) {
        return new Tracer(json, workflow.name()).trace(workflow);
    }
}
