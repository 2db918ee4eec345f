package dev.anabranch.translate.internal.emit;

import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlanChecks;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Finding.Severity;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.check.Checks;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A workflow that has been traced, checked, planned and translated.
 *
 * @param plan the plan
 * @param translation the state machine
 * @param findings the findings; none is an error
 */
public record Definition(Plan plan, Translation translation, List<Finding> findings) {

    /** Copies the findings. */
    public Definition {
        findings = List.copyOf(findings);
    }

    /**
     * Traces, checks, plans and translates a workflow for AWS.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition if there are errors; it has all findings
     */
    public static Definition of(Workflow<?, ?> workflow) {
        return of(workflow, Target.AWS);
    }

    /**
     * Traces, checks, plans and translates a workflow for {@code target}.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition if there are errors; it has all findings
     */
    public static Definition of(Workflow<?, ?> workflow, Target target) {
        return of(workflow, target, DefinitionCaller.DIRECT);
    }

    /**
     * Traces, checks, plans and translates a workflow for {@code target}.
     *
     * @param caller calls {@code define}; may stop waiting for it
     * @throws dev.anabranch.workflow.InvalidDefinition if there are errors; it has all findings
     */
    public static Definition of(Workflow<?, ?> workflow, Target target, DefinitionCaller caller) {
        return of(TracedWorkflow.of(workflow, caller), graph -> Plan.of(graph, target));
    }

    /**
     * Checks, plans and translates a workflow and, to find errors, each workflow that it runs.
     *
     * @param planner plans a graph without errors; called once for each workflow
     */
    static Definition of(TracedWorkflow traced, Function<Graph, Plan> planner) {
        List<Finding> findings = new ArrayList<>(traced.findings());
        findings.addAll(Checks.of(traced.graph()));
        Set<Graph> descendants = new LinkedHashSet<>();
        addDescendants(traced.graph(), descendants);
        descendants.forEach(descendant -> Checks.of(descendant).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .forEach(findings::add));
        Checks.require(findings);
        descendants.forEach(descendant -> translated(planner.apply(descendant), List.of()));
        return translated(planner.apply(traced.graph()), findings);
    }

    /** Checks and translates a plan. */
    private static Definition translated(Plan plan, List<Finding> earlier) {
        List<Finding> findings = new ArrayList<>(earlier);
        findings.addAll(PlanChecks.of(plan));
        Checks.require(findings);
        Translation translation = Translator.translate(plan);
        findings.addAll(PlanChecks.ofDefinition(plan, translation.deployedBytes(), translation.bytesByNode()));
        Checks.require(findings);
        return new Definition(plan, translation, findings);
    }

    /** Adds the graphs of the workflows that this one runs, directly or through others. */
    private static void addDescendants(Graph graph, Set<Graph> into) {
        for (Node node : graph.nodes()) {
            if (node instanceof Node.SubRun run && into.add(run.child())) {
                addDescendants(run.child(), into);
            }
        }
    }

    /** Returns the state machine. Equal definitions give equal bytes. */
    public Translation translate() {
        return translation;
    }
}
