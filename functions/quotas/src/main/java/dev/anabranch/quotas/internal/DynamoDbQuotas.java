package dev.anabranch.quotas.internal;

/**
 * The quotas and billing units of DynamoDB:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html and
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html.
 */
public final class DynamoDbQuotas {

    /** The largest item, in bytes. */
    public static final int ITEM_BYTES = 400 * 1024;

    /** The largest page of a Query or Scan, in bytes. */
    public static final int PAGE_BYTES = 1024 * 1024;

    /** Writes in one BatchWriteItem. */
    public static final int BATCH_WRITES = 25;

    /** Bytes of an item that one write unit pays for. */
    public static final int WRITE_UNIT_BYTES = 1024;

    /** Bytes that one strongly consistent read unit pays for. */
    public static final int READ_UNIT_BYTES = 4 * 1024;

    /** Bytes that are stored and billed with each item: https://aws.amazon.com/dynamodb/pricing/on-demand/. */
    public static final int STORED_WITH_ITEM_BYTES = 100;

    /** Write units a second of a table on demand, unless an account has requested more. */
    public static final int TABLE_WRITES_PER_SECOND = 40_000;

    private DynamoDbQuotas() {}
}
