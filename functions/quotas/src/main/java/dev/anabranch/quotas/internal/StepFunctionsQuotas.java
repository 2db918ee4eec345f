package dev.anabranch.quotas.internal;

/**
 * The quotas of Step Functions. Unless a constant has another source, it is from
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html.
 */
public final class StepFunctionsQuotas {

    /** The largest input or output of a task, state or execution, in bytes of UTF-8. */
    public static final int PAYLOAD_BYTES = 256 * 1024;

    /**
     * The largest variable, and the largest Assign, in bytes:
     * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html.
     */
    public static final int VARIABLE_BYTES = 256 * 1024;

    /**
     * All variables of an execution together, in bytes:
     * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html.
     */
    public static final int VARIABLES_BYTES = 10 * 1024 * 1024;

    /** Events in the history of a Standard execution. */
    public static final int HISTORY_EVENTS = 25_000;

    /**
     * Parallel iterations of an inline Map: https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html.
     */
    public static final int INLINE_CONCURRENCY = 40;

    /** Parallel child executions of a Map Run. */
    public static final int CHILD_CONCURRENCY = 10_000;

    /** Open Map Runs of an account; others wait until one has ended. */
    public static final int OPEN_MAP_RUNS = 1_000;

    /** The longest Standard execution, in seconds. */
    public static final int EXECUTION_SECONDS = 365 * 24 * 60 * 60;

    /** The longest Express execution, in seconds. */
    public static final int EXPRESS_SECONDS = 300;

    /**
     * The largest definition, in bytes:
     * https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html.
     */
    public static final int DEFINITION_BYTES = 1024 * 1024;

    /**
     * Characters in the name of a state:
     * https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html.
     */
    public static final int STATE_NAME_CHARS = 80;

    /** Characters in the name of a state machine or execution. */
    public static final int RESOURCE_NAME_CHARS = 80;

    /**
     * Characters in the label of a Distributed Map:
     * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html.
     */
    public static final int LABEL_CHARS = 40;

    /**
     * Characters in the name of a variable:
     * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html.
     */
    public static final int VARIABLE_NAME_CHARS = 80;

    /**
     * The longest MaxDelaySeconds of a retrier, which must be less than 31,622,400 (366 days):
     * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html.
     */
    public static final int RETRY_DELAY_SECONDS = 31_622_399;

    /**
     * How long after its end an execution can be redriven, in days:
     * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html.
     */
    public static final int REDRIVE_DAYS = 14;

    /** How long after its end an execution keeps its name and history, in days. */
    public static final int HISTORY_DAYS = 90;

    /** State transitions a second in us-east-1, us-west-2 and eu-west-1, unless an account has requested more. */
    public static final int TRANSITIONS_PER_SECOND = 5_000;

    /** State transitions a second in all other regions. */
    public static final int TRANSITIONS_PER_SECOND_ELSEWHERE = 800;

    /** Standard executions that can be started in one burst, in the three large regions. */
    public static final int STANDARD_START_BURST = 1_300;

    /** Standard executions that can be started a second after a burst, in the three large regions. */
    public static final int STANDARD_STARTS_PER_SECOND = 300;

    /** Express executions that can be started in one burst, and a second after it. */
    public static final int EXPRESS_STARTS_PER_SECOND = 6_000;

    private StepFunctionsQuotas() {}
}
