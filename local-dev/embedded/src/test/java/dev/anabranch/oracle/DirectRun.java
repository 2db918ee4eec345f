package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.check.Checks;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates a workflow directly: calls its tasks one after the other on this thread, without a state machine, records
 * or a cloud. A run of the same workflow with the same input must have the same result:
 *
 * <pre>{@code
 * DirectResult expected = DirectRun.of(new LandCover()).on(input);
 * assertThat(run.output()).hasValueSatisfying(output -> assertThat(expected.returned(output)).isTrue());
 * }</pre>
 *
 * <p>Retries have no delay; {@code timeout}, {@code memory}, {@code concurrency}, {@code batch} and {@code cache} have
 * no effect.
 */
public final class DirectRun {

    private final Graph graph;
    private final ClassLoader tasks;

    private DirectRun(Graph graph, ClassLoader tasks) {
        this.graph = graph;
        this.tasks = tasks;
    }

    /**
     * Traces the workflow once.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, if the definition has errors
     */
    public static DirectRun of(Workflow<?, ?> workflow) {
        TracedWorkflow traced = TracedWorkflow.of(workflow);
        List<Finding> findings = new ArrayList<>(traced.findings());
        findings.addAll(Checks.of(traced.graph()));
        Checks.require(findings);
        return new DirectRun(traced.graph(), workflow.getClass().getClassLoader());
    }

    /** Evaluates the workflow for an input. */
    public DirectResult on(JsonNode input) {
        return new Evaluation(graph, tasks, input).result();
    }
}
