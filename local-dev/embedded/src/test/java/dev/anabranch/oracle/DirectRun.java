package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.check.Checks;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /**
     * Evaluates the workflow for an input. Fan-outs that end with their first successes return those of the items with
     * the lowest indexes.
     */
    public DirectResult on(JsonNode input) {
        return on(input, first -> Optional.empty());
    }

    /**
     * Evaluates the workflow for an input. Which items succeed first depends on timing, so the results of a run are
     * used for fan-outs that end with their first successes, if it has recorded them.
     *
     * @param chosen returns the recorded result of the action that returns the first successes
     * @throws AssertionError if a recorded result is not made of results of the items
     */
    DirectResult on(JsonNode input, Function<ActionId, Optional<DirectFirst.Chosen>> chosen) {
        return new Evaluation(graph, tasks, input, chosen).result();
    }
}
