package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Node;

/** The maximum duration and number of history events of an action that uses all its retries. */
public final class WorstCase {

    /**
     * How many seconds a state waits longer than the function's timeout, so that Lambda's error is reported first. A
     * cold start may take 10 seconds (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
     */
    public static final int START_SECONDS = 10;

    /**
     * The history events of a Task state that succeeds in its first attempt: entered, scheduled, started, succeeded,
     * exited.
     */
    static final int TASK_EVENTS = 5;

    /** The additional events of each retry: failed, scheduled, started. */
    private static final int RETRY_EVENTS = 3;

    /** The events of recording a failure: a Task state with three retries, and a Fail state. */
    static final int FAILURE_EVENTS = TASK_EVENTS + 3 * RETRY_EVENTS + 2;

    /** The maximum duration of recording a failure: four attempts of 10 seconds with 1, 2 and 4 seconds between them. */
    static final int FAILURE_SECONDS = 47;

    /** The events of a wait for an answer with six retries of its write, and of its timeout and failure. */
    static final int AWAIT_EVENTS = TASK_EVENTS + 6 * RETRY_EVENTS + 2 * FAILURE_EVENTS;

    /** The events of a callback beyond those of the call that starts it: its submission, and its timeout and failure. */
    static final int CALLBACK_EVENTS = 1 + 2 * FAILURE_EVENTS;

    /** The timeout of a check while items are running: enough to read about 100,000 records. */
    public static final int EARLY_CHECK_SECONDS = 30;

    /** How long an item waits while another one calls the check: longer than a check of a few thousand records takes. */
    public static final int EARLY_PAUSE_SECONDS = 5;

    /** The seconds in which a failure is marked as final, the item is counted and the check is called. */
    static final int EARLY_END_SECONDS = 2 * 10 + EARLY_CHECK_SECONDS + START_SECONDS;

    /** The events of counting an item and calling the check: two Task states, one with three retries, and a Choice. */
    static final int EARLY_END_EVENTS = 2 * TASK_EVENTS + 3 * RETRY_EVENTS + 3;

    /** The events of starting another execution with six retries, and of its submission, and of a Choice before it. */
    static final int SUB_RUN_EVENTS = TASK_EVENTS + 1 + 6 * RETRY_EVENTS + 2;

    private WorstCase() {}

    /** Returns the timeout of one attempt in the state machine, in seconds. */
    public static int attemptSeconds(CallOptions options) {
        return options.timeoutSeconds() + START_SECONDS;
    }

    /** Returns the maximum duration of an action, in seconds. */
    static double seconds(Node.Call call) {
        double attempts = 1 + call.options().maxRetries();
        double delays = call.options().totalDelaySeconds();
        for (PlatformRetry platform : PlatformRetry.ALL) {
            attempts += platform.runs() ? platform.policy().retries() : 0;
            delays += platform.policy().totalDelaySeconds();
        }
        return attempts * attemptSeconds(call.options()) + delays;
    }

    /** Returns the maximum number of history events of an action. */
    static int events(Node.Call call) {
        int retries = call.options().maxRetries();
        for (PlatformRetry platform : PlatformRetry.ALL) {
            retries += platform.policy().retries();
        }
        return TASK_EVENTS + RETRY_EVENTS * retries + FAILURE_EVENTS;
    }
}
