package dev.anabranch.workflow.internal.quota;

/**
 * The quotas of AWS that plans are made against, and the margins that we keep. Sources: Step Functions
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html, variables
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html, Lambda
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
 */
public final class AwsQuotas {

    /** Input or output of a task, state or execution, in bytes of UTF-8; also one variable, and one Assign together. */
    public static final int PAYLOAD_BYTES = 256 * 1024;

    /** What a child's batch of items may have, in bytes: its input without what is the same for all items. */
    public static final int SHARD_BYTES = PAYLOAD_BYTES - 16 * 1024;

    /** All variables of an execution together, in bytes. */
    public static final int VARIABLES_BYTES = 10 * 1024 * 1024;

    /** Events in the history of a Standard execution. */
    public static final int HISTORY_EVENTS = 25_000;

    /** Iterations of an inline Map that run at once. */
    public static final int INLINE_CONCURRENCY = 40;

    /** Child executions of a Map Run that run at once. */
    public static final int CHILD_CONCURRENCY = 10_000;

    /** How long an Express execution may take, in seconds. */
    public static final int EXPRESS_SECONDS = 300;

    /** A definition, in bytes. */
    public static final int DEFINITION_BYTES = 1_000_000;

    /** Characters in the name of a state. */
    public static final int STATE_NAME_CHARS = 80;

    /** Characters in the label of a Distributed Map. */
    public static final int LABEL_CHARS = 40;

    /** Characters in the name of a variable. */
    public static final int VARIABLE_NAME_CHARS = 80;

    /** The longest time that a Lambda function may take, in seconds, in the regions that have taken over the limit of November 2026. */
    public static final int FUNCTION_SECONDS = 1_800;

    /** The longest time that a Lambda function may take in every region, in seconds. */
    public static final int FUNCTION_SECONDS_EVERYWHERE = 900;

    /** Functions at once, in an account that has not asked for more. */
    public static final int FUNCTION_CONCURRENCY = 1_000;

    /** Map Runs open at once; more wait until others have ended. */
    public static final int OPEN_MAP_RUNS = 1_000;

    /** Memory of a Lambda function, in MB: the least. */
    public static final int FUNCTION_MIN_MB = 128;

    /** Memory of a Lambda function, in MB: the most. */
    public static final int FUNCTION_MAX_MB = 10_240;

    /** What a payload holds beside values, in bytes: the run, names, indexes, and an error's message on the way to its record. */
    public static final int PAYLOAD_RESERVE_BYTES = 16 * 1024;

    /** The least that a value's place in a payload must have, in bytes, so that a reference always fits. */
    public static final int REFERENCE_BYTES = 1024;

    /** Events left for what is not a node: start, end, the record of a failure. */
    public static final int HISTORY_RESERVE_EVENTS = 500;

    /** Seconds of an Express shard left for what is not an action: its own states, records of failures. */
    public static final int EXPRESS_RESERVE_SECONDS = 20;

    private AwsQuotas() {}
}
