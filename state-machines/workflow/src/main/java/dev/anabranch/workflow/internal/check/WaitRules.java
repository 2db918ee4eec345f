package dev.anabranch.workflow.internal.check;

import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.time.Duration;
import java.util.OptionalLong;

/** Checks waits whose time is part of the definition. The timer of a wait checks other times in the run. */
final class WaitRules implements Checks.Rule {

    private static final Duration KEPT = Duration.ofDays(Retention.RECORD_DAYS);

    @Override
    public void check(Graph graph, FindingReport report) {
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Wait wait && wait.seconds().isPresent()) {
                wait(wait, wait.seconds().getAsLong(), report);
                fraction(wait, report);
            } else if (node instanceof Node.Await await) {
                await(await, report);
            } else if (node instanceof Node.SubRun run) {
                run(run, report);
            }
        }
    }

    private static void wait(Node.Wait wait, long seconds, FindingReport report) {
        if (seconds < 0 || seconds > StepFunctionsQuotas.EXECUTION_SECONDS) {
            report.error(
                    "wait-range",
                    wait,
                    "it waits for " + seconds + " seconds; it must be 0 to " + StepFunctionsQuotas.EXECUTION_SECONDS
                            + " seconds (365 days), because an execution runs for at most one year.",
                    seconds < 0
                            ? "Choose a duration that is not negative."
                            : "Choose a shorter duration, or start another run later with a schedule.");
        } else {
            retention(wait, seconds, report);
        }
    }

    /** Checks the fraction of a constant duration, of which {@link Node.Wait#seconds} is rounded up. */
    private static void fraction(Node.Wait wait, FindingReport report) {
        if (wait.timer().input() instanceof Expr.Composite input
                && input.fields().get("duration") instanceof Expr.Constant constant) {
            Duration duration = Duration.parse(constant.json().textValue());
            if (duration.toNanosPart() != 0) {
                report.error(
                        "fraction-of-second",
                        wait,
                        "it waits for " + duration.toMillis() + " ms, but Step Functions waits for whole seconds.",
                        "Set a duration in whole seconds, such as `Duration.ofSeconds("
                                + wait.seconds().orElseThrow() + ")`.");
            }
        }
    }

    private static void await(Node.Await await, FindingReport report) {
        if (await.timeoutSeconds() < 1 || await.timeoutSeconds() > StepFunctionsQuotas.EXECUTION_SECONDS) {
            report.error(
                    "await-timeout",
                    await,
                    "the timeout is " + await.timeoutSeconds() + " seconds; it must be 1 to "
                            + StepFunctionsQuotas.EXECUTION_SECONDS
                            + " seconds (365 days), because an execution runs for at most one year.",
                    "Choose a timeout in this range.");
        } else {
            retention(await, await.timeoutSeconds(), report);
        }
        await.start()
                .map(Node.Await.Start::heartbeatSeconds)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .filter(seconds -> seconds < 1 || seconds >= await.timeoutSeconds())
                // https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
                .ifPresent(seconds -> report.error(
                        "callback-heartbeat",
                        await,
                        "the interval of heartbeats is " + seconds
                                + " seconds; it must be at least 1 second and less than" + " the timeout of "
                                + await.timeoutSeconds() + " seconds.",
                        "Choose an interval in this range, or a longer timeout."));
    }

    private static void run(Node.SubRun run, FindingReport report) {
        if (run.timeoutSeconds() < 1 || run.timeoutSeconds() > StepFunctionsQuotas.EXECUTION_SECONDS) {
            report.error(
                    "sub-run-timeout",
                    run,
                    "the timeout is " + run.timeoutSeconds() + " seconds; it must be 1 to "
                            + StepFunctionsQuotas.EXECUTION_SECONDS
                            + " seconds (365 days), because an execution runs for at most one year.",
                    "Choose a timeout in this range, or omit `timeout(...)`.");
        }
    }

    private static void retention(Node node, long seconds, FindingReport report) {
        if (seconds > KEPT.toSeconds()) {
            report.warning(
                    "wait-retention",
                    node,
                    "it waits for up to " + Duration.ofSeconds(seconds).toDays()
                            + " days, but records and payloads of a run are kept for " + Retention.RECORD_DAYS
                            + " days: later steps cannot read results and files of earlier ones that do not travel inline.",
                    "Read the data again after the wait, or keep it where the deployment does not delete it.");
        }
    }
}
