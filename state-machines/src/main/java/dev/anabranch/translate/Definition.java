package dev.anabranch.translate;

import dev.anabranch.check.Checks;
import dev.anabranch.check.Finding;
import dev.anabranch.plan.Plan;
import dev.anabranch.plan.Target;
import dev.anabranch.workflow.Traced;
import dev.anabranch.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * A workflow that has been traced, checked and planned, and can be translated.
 *
 * @param plan how it becomes states
 * @param findings what is noteworthy about it; none is an error
 */
public record Definition(Plan plan, List<Finding> findings) {

    /** Copies the findings. */
    public Definition {
        findings = List.copyOf(findings);
    }

    /**
     * Runs a definition once and plans what it makes, for AWS.
     *
     * @throws dev.anabranch.check.InvalidDefinition with all findings, when there are errors among them
     */
    public static Definition of(Workflow<?, ?> workflow) {
        return of(workflow, Target.AWS);
    }

    /**
     * Runs a definition once and plans what it makes.
     *
     * @throws dev.anabranch.check.InvalidDefinition with all findings, when there are errors among them
     */
    public static Definition of(Workflow<?, ?> workflow, Target target) {
        Traced traced = Traced.of(workflow);
        List<Finding> findings = new ArrayList<>(traced.findings());
        findings.addAll(Checks.of(traced.graph()));
        Checks.require(findings);
        return new Definition(Plan.of(traced.graph(), target), findings);
    }

    /** The state machine: the same definition gives the same bytes. */
    public Translation translate() {
        return Translator.translate(plan);
    }
}
