package dev.anabranch.quotas.internal;

/**
 * The units in which AWS bills. Step Functions: https://aws.amazon.com/step-functions/pricing/, Lambda:
 * https://aws.amazon.com/lambda/pricing/.
 */
public final class BillingUnits {

    /** Memory that the duration of an Express execution is billed for is rounded up to a multiple of this, in MB. */
    public static final int EXPRESS_STEP_MB = 64;

    /** The duration of an Express execution is rounded up to a multiple of this, in milliseconds. */
    public static final int EXPRESS_STEP_MILLIS = 100;

    /** Milliseconds of one MB in a GB-second. */
    public static final int GB_SECOND_MB_MILLIS = 1024 * 1000;

    /** Bytes in a GB of storage. */
    public static final long GB_BYTES = 1L << 30;

    /** Days in a month of storage. */
    public static final int MONTH_DAYS = 30;

    /** Requests in the unit that prices are quoted for. */
    public static final int PRICED_REQUESTS = 1_000_000;

    private BillingUnits() {}
}
