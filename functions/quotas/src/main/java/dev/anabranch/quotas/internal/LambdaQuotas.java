package dev.anabranch.quotas.internal;

/**
 * The quotas of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
 */
public final class LambdaQuotas {

    /** The longest timeout of a function, in seconds, in the regions that have the limit of November 2026. */
    public static final int TIMEOUT_SECONDS = 1_800;

    /** The longest timeout of a function in every region, in seconds. */
    public static final int TIMEOUT_SECONDS_EVERYWHERE = 900;

    /** Functions that run in parallel, unless an account has requested more. */
    public static final int CONCURRENCY = 1_000;

    /** The least memory of a function, in MB. */
    public static final int LEAST_MB = 128;

    /** The most memory of a function, in MB. */
    public static final int MOST_MB = 10_240;

    /**
     * The memory from which a function has one whole CPU, in MB:
     * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html.
     */
    public static final int WHOLE_CPU_MB = 1_769;

    private LambdaQuotas() {}
}
