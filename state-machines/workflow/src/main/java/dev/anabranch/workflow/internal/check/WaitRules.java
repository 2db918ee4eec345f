package dev.anabranch.workflow.internal.check;

import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.Duration;

/** Checks waits whose time is part of the definition. The timer of a wait checks other times in the run. */
final class WaitRules implements Checks.Rule {

    private static final Duration KEPT = Duration.ofDays(Retention.RECORD_DAYS);

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
                } else if (seconds > KEPT.toSeconds()) {
                    report.warning(
                            "wait-retention",
                            wait,
                            "it waits for " + Duration.ofSeconds(seconds).toDays()
                                    + " days, but records and payloads of a run are kept for " + Retention.RECORD_DAYS
                                    + " days: later steps cannot read results and files of earlier ones that do not"
                                    + " travel inline.",
                            "Read the data again after the wait, or keep it where the deployment does not delete it.");
                }
            }
        }
    }
}
