package dev.anabranch.stores.internal.storage;

/** Told what AWS would bill for each request to a store. Called on the thread of the request: be quick. */
public interface StoreMeter {

    /** Counts nothing. */
    StoreMeter NONE = new StoreMeter() {
        @Override
        public void dynamoDb(String operation, double readUnits, double writeUnits) {}

        @Override
        public void s3(String operation, long bytes) {}
    };

    /** A meter that tells another of writes only. */
    static StoreMeter writes(StoreMeter told) {
        return new StoreMeter() {
            @Override
            public void dynamoDb(String operation, double readUnits, double writeUnits) {
                if (writeUnits > 0) {
                    told.dynamoDb(operation, 0, writeUnits);
                }
            }

            @Override
            public void s3(String operation, long bytes) {
                if (!operation.startsWith("Get") && !operation.startsWith("Head") && !operation.startsWith("List")) {
                    told.s3(operation, bytes);
                }
            }

            @Override
            public void stored(Store store, long bytes) {
                told.stored(store, bytes);
            }
        };
    }

    /** Where something is kept, which costs by size and time. */
    enum Store {
        DYNAMODB,
        S3
    }

    /**
     * One DynamoDB request was answered, or refused by its condition, which costs as much.
     *
     * @param operation the API operation, for instance {@code UpdateItem}
     * @param readUnits read request units, see
     *     <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">AWS</a>
     * @param writeUnits write request units, those of secondary indexes included
     */
    void dynamoDb(String operation, double readUnits, double writeUnits);

    /**
     * One S3 request was answered, or refused by the store.
     *
     * @param operation the API operation, for instance {@code PutObject}
     * @param bytes length of the object data that went in or out; 0 where none did
     */
    void s3(String operation, long bytes);

    /**
     * What is kept has grown.
     *
     * @param bytes by how much; negative where it has shrunk
     */
    default void stored(Store store, long bytes) {}
}
