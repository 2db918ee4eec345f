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
        return of(TracedWorkflow.of(workflow, caller), target);
    }

    private static Definition of(TracedWorkflow traced, Target target) {
        List<Finding> findings = new ArrayList<>(traced.findings());
        findings.addAll(Checks.of(traced.graph()));
        Set<Graph> children = children(traced.graph());
        children.forEach(child -> Checks.of(child).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .forEach(findings::add));
        Checks.require(findings);
        children.forEach(child -> of(new TracedWorkflow(child, List.of()), target));
        Plan plan = Plan.of(traced.graph(), target);
        findings.addAll(PlanChecks.of(plan));
        Checks.require(findings);
        Translation translation = Translator.translate(plan);
        findings.addAll(PlanChecks.ofDefinition(plan, translation.deployedBytes(), translation.bytesByNode()));
        Checks.require(findings);
        return new Definition(plan, translation, findings);
    }

    /** Returns the graphs of the workflows that this one runs, directly or through others. */
    private static Set<Graph> children(Graph graph) {
        Set<Graph> children = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.SubRun run && children.add(run.child())) {
                children.addAll(children(run.child()));
            }
        }
        return children;
    }

    /** Returns the state machine. Equal definitions give equal bytes. */
    public Translation translate() {
        return translation;
    }
}
