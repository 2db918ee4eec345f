package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;

/** The longest that an action can take and the most that it can write into a history, with every retry used up. */
public final class WorstCase {

    /**
     * Seconds that a state waits for a function beyond the task's own time-out, so that Lambda's own verdict comes first. A cold
     * start has 10 seconds (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
     */
    public static final int START_SECONDS = 10;

    /** Events of a Task state that succeeds at once: entered, scheduled, started, succeeded, exited. */
    static final int TASK_EVENTS = 5;

    /** Further events of each retry: failed, scheduled, started. */
    private static final int RETRY_EVENTS = 3;

    /** Events of recording a failure and failing: a Task state that is tried three more times, and a Fail state. */
    static final int FAILURE_EVENTS = TASK_EVENTS + 3 * RETRY_EVENTS + 2;

    private WorstCase() {}

    /** Seconds after which a state gives an attempt up. */
    public static int attemptSeconds(CallOptions options) {
        return options.timeoutSeconds() + START_SECONDS;
    }

    /** Seconds from the start of an action to its end. */
    static double seconds(Node.Call call) {
        RetryPolicy asked = call.options().retry();
        double attempts = 1 + asked.retries();
        double delays = asked.totalDelaySeconds();
        for (PlatformRetry platform : PlatformRetry.ALL) {
            attempts += platform.runs() ? platform.policy().retries() : 0;
            delays += platform.policy().totalDelaySeconds();
        }
        return attempts * attemptSeconds(call.options()) + delays;
    }

    /** History events of an action. */
    static int events(Node.Call call) {
        int retries = call.options().retry().retries();
        for (PlatformRetry platform : PlatformRetry.ALL) {
            retries += platform.policy().retries();
        }
        return TASK_EVENTS + RETRY_EVENTS * retries + FAILURE_EVENTS;
    }
}
