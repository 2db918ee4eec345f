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
 * What a workflow means: calls its tasks one after the other in this thread, without a state machine, records or a cloud. A run of
 * the same workflow on the same input must end as this does, whatever happens on the way:
 *
 * <pre>{@code
 * DirectResult expected = DirectRun.of(new LandCover()).on(input);
 * assertThat(run.output()).hasValueSatisfying(output -> assertThat(expected.returned(output)).isTrue());
 * }</pre>
 *
 * <p>Retries come at once, {@code timeout}, {@code memory}, {@code concurrency}, {@code batch} and {@code cache} change nothing.
 */
public final class DirectRun {

    private final Graph graph;
    private final ClassLoader tasks;

    private DirectRun(Graph graph, ClassLoader tasks) {
        this.graph = graph;
        this.tasks = tasks;
    }

    /**
     * Defines the workflow once.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, when there are errors among them
     */
    public static DirectRun of(Workflow<?, ?> workflow) {
        TracedWorkflow traced = TracedWorkflow.of(workflow);
        List<Finding> findings = new ArrayList<>(traced.findings());
        findings.addAll(Checks.of(traced.graph()));
        Checks.require(findings);
        return new DirectRun(traced.graph(), workflow.getClass().getClassLoader());
    }

    /** Evaluates it. */
    public DirectResult on(JsonNode input) {
        return new Evaluation(graph, tasks, input).result();
    }
}
