package dev.anabranch.stores.internal.storage;

/** Counts what AWS bills for each request to a store. Called on the thread of the request; must not block. */
public interface StoreMeter {

    /** A meter that counts nothing. */
    StoreMeter NONE = new StoreMeter() {
        @Override
        public void dynamoDb(String operation, double readUnits, double writeUnits) {}

        @Override
        public void s3(String operation, long bytes) {}
    };

    /** Returns a meter that passes only writes and stored bytes to another meter. */
    static StoreMeter writes(StoreMeter target) {
        return new StoreMeter() {
            @Override
            public void dynamoDb(String operation, double readUnits, double writeUnits) {
                if (writeUnits > 0) {
                    target.dynamoDb(operation, 0, writeUnits);
                }
            }

            @Override
            public void s3(String operation, long bytes) {
                if (!operation.startsWith("Get") && !operation.startsWith("Head") && !operation.startsWith("List")) {
                    target.s3(operation, bytes);
                }
            }

            @Override
            public void stored(Store store, long bytes) {
                target.stored(store, bytes);
            }
        };
    }

    /** A store whose content AWS bills by size and time. */
    enum Store {
        DYNAMODB,
        S3
    }

    /**
     * Counts a DynamoDB request that succeeded or failed its condition, which costs the same.
     *
     * @param operation the API operation, for example {@code UpdateItem}
     * @param readUnits read request units, see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">AWS</a>
     * @param writeUnits write request units, including those of secondary indexes
     */
    void dynamoDb(String operation, double readUnits, double writeUnits);

    /**
     * Counts an S3 request that succeeded or was rejected by the store.
     *
     * @param operation the API operation, for example {@code PutObject}
     * @param bytes the number of transferred bytes of object data; 0 if none
     */
    void s3(String operation, long bytes);

    /**
     * Counts a change of the stored size.
     *
     * @param bytes the difference in bytes; negative if the size decreased
     */
    default void stored(Store store, long bytes) {}
}
