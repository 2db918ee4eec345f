package dev.anabranch.translate.internal.plan;

import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import java.util.List;

/**
 * What is tried again whatever the user asked: failures that are the platform's. The errors are those of
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception, and throttling and
 * snapshots, which that list leaves out.
 *
 * @param errors the names of the errors
 * @param policy how often and when; always with full jitter
 * @param runs true where a failed attempt may have run for as long as it was allowed
 */
public record PlatformRetry(List<String> errors, RetryPolicy policy, boolean runs) {

    /**
     * Too many at once, or a snapshot that Lambda has dropped after 14 days without a call and takes again
     * (https://docs.aws.amazon.com/lambda/latest/dg/snapstart-troubleshooting.html): nothing runs, and it passes.
     */
    public static final PlatformRetry THROTTLED = new PlatformRetry(
            List.of(
                    "Lambda.TooManyRequestsException",
                    "Lambda.SnapStartNotReadyException",
                    "Lambda.SnapStartTimeoutException"),
            new RetryPolicy(6, 1, 2, 20, true),
            false);

    /** A fault on the way to or in Lambda, or the record of actions out of reach. */
    public static final PlatformRetry FAULT = new PlatformRetry(
            List.of(
                    "Lambda.ClientExecutionTimeoutException",
                    "Lambda.ServiceException",
                    "Lambda.AWSLambdaException",
                    "Lambda.SdkClientException",
                    StoreUnavailable.class.getName()),
            new RetryPolicy(2, 1, 2, 20, true),
            true);

    /** All of them, in the order in which a state lists them. */
    public static final List<PlatformRetry> ALL = List.of(THROTTLED, FAULT);

    /** Copies the list. */
    public PlatformRetry {
        errors = List.copyOf(errors);
    }
}
