package dev.anabranch.workflow.internal.check;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Graph;

/** Checks the time limit of runs. */
final class LimitRules implements Checks.Rule {

    @Override
    public void check(Graph graph, FindingReport report) {
        graph.limitSeconds().ifPresent(seconds -> {
            if (seconds < 1 || seconds > StepFunctionsQuotas.EXECUTION_SECONDS) {
                report.error(
                        "time-limit-range",
                        "the time limit is " + seconds + " seconds; it must be 1 to "
                                + StepFunctionsQuotas.EXECUTION_SECONDS
                                + " seconds (365 days), because an execution runs for at most one year.",
                        "Choose a limit in this range for `timeLimit(...)`, or remove it.");
            }
        });
    }
}
