package dev.anabranch.runtime.internal.record;

/** Where the result of an action is stored. */
public sealed interface StoredResult {

    /**
     * The largest result in bytes that is stored in the record. For each KB and each million actions, the record costs
     * $0.625 to write (1 KB a unit) and $0.125 / 4 to read strongly consistent (4 KB a unit), together $0.656. The
     * payload store costs $5.00 for the PUT and $0.40 for the GET, for any size. They are equal at 5.40 / 0.656 =
     * 8.2 KB (https://aws.amazon.com/dynamodb/pricing/on-demand/, https://aws.amazon.com/s3/pricing/, us-east-1). The
     * limit also keeps a block of 250 records at 2 MB, and every record well below the 400 KB limit of an item.
     */
    int RECORD_INLINE_LIMIT = 8 * 1024;

    /** In the record itself, as JSON text. */
    record Inline(String json) implements StoredResult {}

    /**
     * An object in the payload store.
     *
     * @param size the size of the JSON document in bytes
     */
    record InStore(String key, long size) implements StoredResult {}

    /**
     * A part of an object in the payload store that has the results of several actions of a batch.
     *
     * @param offset the offset of its first byte
     * @param size the size of the JSON document in bytes
     */
    public record Part(String key, long offset, long size) implements StoredResult {}
}
