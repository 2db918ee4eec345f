package dev.anabranch.stores.internal.storage;

import software.amazon.awssdk.core.SdkRequest;

/**
 * Fault injection for the operations of a store, so that a test can make them fail as on AWS. To inject a fault, throw
 * the exception of the SDK, which the caller receives unchanged.
 *
 * <p>Implementations must be thread-safe.
 */
public interface StoreFaults {

    /** Injects no faults. */
    StoreFaults NONE = new StoreFaults() {};

    /**
     * Called before an operation. An exception, for example a throttling error or status 503, leaves the store
     * unchanged.
     */
    default void before(Call call) {}

    /**
     * Called after an operation took effect. An exception simulates a lost response: the operation is done, but the
     * caller does not know it.
     */
    default void after(Call call) {}

    /**
     * One operation.
     *
     * @param service {@code dynamodb} or {@code s3}
     * @param operation the API operation, for example {@code UpdateItem}
     * @param request the unchanged request
     */
    record Call(String service, String operation, SdkRequest request) {}
}
