package dev.anabranch.workflow.internal.quota;

/**
 * The quotas of AWS that the checks and the plan respect, and the safety margins of the plan. Sources: Step Functions
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html, variables
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html, Lambda
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
 */
public final class AwsQuotas {

    /** The maximum input or output of a task, state or execution, in bytes of UTF-8; also of one variable and of one Assign. */
    public static final int PAYLOAD_BYTES = 256 * 1024;

    /** The maximum size of a child's batch of items, in bytes: its input without the part that is equal for all items. */
    public static final int SHARD_BYTES = PAYLOAD_BYTES - 16 * 1024;

    /** The maximum size of all variables of an execution, in bytes. */
    public static final int VARIABLES_BYTES = 10 * 1024 * 1024;

    /** The maximum number of events in the history of a Standard execution. */
    public static final int HISTORY_EVENTS = 25_000;

    /** The maximum number of parallel iterations of an inline Map. */
    public static final int INLINE_CONCURRENCY = 40;

    /** The maximum number of parallel child executions of a Map Run. */
    public static final int CHILD_CONCURRENCY = 10_000;

    /** The maximum duration of an Express execution, in seconds. */
    public static final int EXPRESS_SECONDS = 300;

    /** The maximum size of a definition, in bytes. */
    public static final int DEFINITION_BYTES = 1_000_000;

    /** The maximum length of a state's name. */
    public static final int STATE_NAME_CHARS = 80;

    /** The maximum length of a Distributed Map's label. */
    public static final int LABEL_CHARS = 40;

    /** The maximum length of a variable's name. */
    public static final int VARIABLE_NAME_CHARS = 80;

    /** The maximum timeout of a Lambda function, in seconds, in regions with the limit of November 2026. */
    public static final int FUNCTION_SECONDS = 1_800;

    /** The maximum timeout of a Lambda function in every region, in seconds. */
    public static final int FUNCTION_SECONDS_EVERYWHERE = 900;

    /** The default number of concurrent functions of an account. */
    public static final int FUNCTION_CONCURRENCY = 1_000;

    /** The maximum number of open Map Runs; further ones wait until others have completed. */
    public static final int OPEN_MAP_RUNS = 1_000;

    /** The minimum memory of a Lambda function, in MB. */
    public static final int FUNCTION_MIN_MB = 128;

    /** The maximum memory of a Lambda function, in MB. */
    public static final int FUNCTION_MAX_MB = 10_240;

    /** The part of a payload that is reserved for the run, names, indexes and an error's message, in bytes. */
    public static final int PAYLOAD_RESERVE_BYTES = 16 * 1024;

    /** The minimum share of a value in a payload, in bytes, so that a reference always fits. */
    public static final int REFERENCE_BYTES = 1024;

    /** History events that are reserved for the start and end of the execution and the record of a failure. */
    public static final int HISTORY_RESERVE_EVENTS = 500;

    /** The part of an Express execution that is reserved for its own states and records of failures, in seconds. */
    public static final int EXPRESS_RESERVE_SECONDS = 20;

    private AwsQuotas() {}
}
