package dev.anabranch.translate.internal.emit;

import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlanChecks;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.Traced;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.check.Checks;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import java.util.ArrayList;
import java.util.List;

/**
 * A workflow that has been traced, checked, planned and translated.
 *
 * @param plan how it becomes states
 * @param translation the state machine
 * @param findings what is noteworthy about it; none is an error
 */
public record Definition(Plan plan, Translation translation, List<Finding> findings) {

    /** Copies the findings. */
    public Definition {
        findings = List.copyOf(findings);
    }

    /**
     * Runs a definition once and plans what it makes, for AWS.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, when there are errors among them
     */
    public static Definition of(Workflow<?, ?> workflow) {
        return of(workflow, Target.AWS);
    }

    /**
     * Runs a definition once and plans what it makes.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, when there are errors among them
     */
    public static Definition of(Workflow<?, ?> workflow, Target target) {
        return of(workflow, target, DefinitionCaller.DIRECT);
    }

    /**
     * Runs a definition once and plans what it makes.
     *
     * @param caller calls {@code define}; may stop waiting for it
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, when there are errors among them
     */
    public static Definition of(Workflow<?, ?> workflow, Target target, DefinitionCaller caller) {
        Traced traced = Traced.of(workflow, caller);
        List<Finding> findings = new ArrayList<>(traced.findings());
        findings.addAll(Checks.of(traced.graph()));
        Checks.require(findings);
        Plan plan = Plan.of(traced.graph(), target);
        findings.addAll(PlanChecks.of(plan));
        Checks.require(findings);
        Translation translation = Translator.translate(plan);
        findings.addAll(PlanChecks.ofDefinition(plan, translation.deployedBytes(), translation.bytesByNode()));
        Checks.require(findings);
        return new Definition(plan, translation, findings);
    }

    /** The state machine: the same definition gives the same bytes. */
    public Translation translate() {
        return translation;
    }
}
