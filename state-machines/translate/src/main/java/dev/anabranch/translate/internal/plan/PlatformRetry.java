package dev.anabranch.translate.internal.plan;

import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import java.util.List;

/**
 * Platform errors that are always retried, in addition to the retries that the user requested. The errors are those of
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception, throttling,
 * and snapshot errors.
 *
 * @param errors the names of the errors
 * @param policy how they are retried, always with full jitter
 * @param runs whether a failed attempt may have run for its whole timeout
 */
public record PlatformRetry(List<String> errors, RetryPolicy policy, boolean runs) {

    /**
     * Errors of attempts that did not run: throttling, and a snapshot that Lambda removed after 14 days without a call
     * and creates again (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-troubleshooting.html).
     */
    public static final PlatformRetry THROTTLED = new PlatformRetry(
            List.of(
                    "Lambda.TooManyRequestsException",
                    "Lambda.SnapStartNotReadyException",
                    "Lambda.SnapStartTimeoutException"),
            new RetryPolicy(6, 1, 2, 20, true),
            false);

    /**
     * Errors of attempts that may have run: faults of the connection or of Lambda, and an action store that is
     * unavailable.
     */
    public static final PlatformRetry FAULT = new PlatformRetry(
            List.of(
                    "Lambda.ClientExecutionTimeoutException",
                    "Lambda.ServiceException",
                    "Lambda.AWSLambdaException",
                    "Lambda.SdkClientException",
                    StoreUnavailable.class.getName()),
            new RetryPolicy(2, 1, 2, 20, true),
            true);

    /** All retries, in the order of a state's retriers. */
    public static final List<PlatformRetry> ALL = List.of(THROTTLED, FAULT);

    /** Copies the list. */
    public PlatformRetry {
        errors = List.copyOf(errors);
    }
}
