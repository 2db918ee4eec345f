package dev.anabranch.workflow.internal.check;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;

/** Checks waits whose time is part of the definition. The timer of a wait checks other times in the run. */
final class WaitRules implements Checks.Rule {

    @Override
    public void check(Graph graph, FindingReport report) {
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Wait wait && wait.seconds().isPresent()) {
                long seconds = wait.seconds().getAsLong();
                if (seconds < 0 || seconds > StepFunctionsQuotas.EXECUTION_SECONDS) {
                    report.error(
                            "wait-range",
                            wait,
                            "it waits for " + seconds + " seconds; it must be 0 to "
                                    + StepFunctionsQuotas.EXECUTION_SECONDS
                                    + " seconds (365 days), because an execution runs for at most one year.",
                            seconds < 0
                                    ? "Choose a duration that is not negative."
                                    : "Choose a shorter duration, or start another run later with a schedule.");
                }
            }
        }
    }
}
