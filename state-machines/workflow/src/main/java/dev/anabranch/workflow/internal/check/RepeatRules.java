package dev.anabranch.workflow.internal.check;

import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.Duration;

/** Checks that loops have an end. */
final class RepeatRules implements Checks.Rule {

    /** A day less than records are kept. */
    private static final Duration LONGEST_PAUSE = Duration.ofDays(Retention.RECORD_DAYS - 1);

    @Override
    public void check(Graph graph, FindingReport report) {
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Repeat repeat) {
                check(repeat, report);
            }
        }
    }

    private static void check(Node.Repeat repeat, FindingReport report) {
        if (repeat.until().output() instanceof Expr.Constant) {
            report.error(
                    "repeat-until",
                    repeat,
                    repeat.until().output().equals(Node.Repeat.NEVER)
                            ? "`until` is not set, so the loop has no end."
                            : "the condition of `until` is a constant, so it does not depend on the rounds.",
                    "Set a condition such as `until(job -> job.get(Job::done))`, or fan out over a list.");
        }
        if (repeat.atMost().isEmpty()) {
            report.error(
                    "repeat-at-most",
                    repeat,
                    "`atMost` is not set, so the number of rounds has no bound.",
                    "Set the largest number of rounds that can be needed; more fail with Anabranch.TooManyRounds.");
        } else if (repeat.atMost().getAsLong() < 1) {
            report.error(
                    "repeat-at-most",
                    repeat,
                    "`atMost` is " + repeat.atMost().getAsLong() + "; it must be at least 1.",
                    "Set the largest number of rounds that can be needed.");
        }
        long every = repeat.everySeconds();
        if (every < 0 || every > LONGEST_PAUSE.toSeconds()) {
            report.error(
                    "repeat-every",
                    repeat,
                    "the pause between rounds is " + (every < 0 ? "less than 1 second" : every + " seconds")
                            + "; it must be 1 second to "
                            + LONGEST_PAUSE.toDays()
                            + " days, because a round reads the record of the round before, which is"
                            + " kept for " + Retention.RECORD_DAYS + " days.",
                    "Choose a duration in this range, or omit `every(...)` for rounds without a pause.");
        } else if (every > 0 && repeat.atMost().orElse(1) > StepFunctionsQuotas.EXECUTION_SECONDS / every) {
            report.warning(
                    "repeat-duration",
                    repeat,
                    "its " + repeat.atMost().getAsLong() + " rounds with pauses of " + every
                            + (every == 1 ? " second" : " seconds")
                            + " can take more than 365 days, after which AWS ends the run.",
                    "Choose fewer rounds or a shorter pause.");
        }
    }
}
