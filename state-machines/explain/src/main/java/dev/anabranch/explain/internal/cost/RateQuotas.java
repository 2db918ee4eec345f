package dev.anabranch.explain.internal.cost;

/**
 * How much AWS does a second, or at once, where an account has not asked for more. Step Functions:
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html, Lambda:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, DynamoDB:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html.
 */
public final class RateQuotas {

    /** State transitions a second in us-east-1, us-west-2 and eu-west-1. */
    public static final int TRANSITIONS = 5_000;

    /** State transitions a second in all other regions. */
    public static final int TRANSITIONS_ELSEWHERE = 800;

    /** Starts of Standard executions: so many at once, in the three large regions. */
    public static final int STANDARD_STARTS_AT_ONCE = 1_300;

    /** Starts of Standard executions: so many a second after that, in the three large regions. */
    public static final int STANDARD_STARTS = 300;

    /** Starts of Express executions: so many at once, and so many a second after that. */
    public static final int EXPRESS_STARTS = 6_000;

    /** Functions at once. */
    public static final int FUNCTIONS = 1_000;

    /** Map Runs open at once; more wait. */
    public static final int MAP_RUNS = 1_000;

    /** Write units a second of a table on demand. */
    public static final int TABLE_WRITES = 40_000;

    private RateQuotas() {}
}
