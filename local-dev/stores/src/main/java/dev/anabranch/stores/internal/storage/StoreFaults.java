package dev.anabranch.stores.internal.storage;

import software.amazon.awssdk.core.SdkRequest;

/**
 * Asked around every operation of a store, so that a test can make it fail as AWS sometimes does. To inject a fault, throw
 * what the SDK would throw: the caller gets that exception as it is.
 *
 * <p>Implementations must be safe for use by many threads.
 */
public interface StoreFaults {

    /** Injects nothing. */
    StoreFaults NONE = new StoreFaults() {};

    /** Before anything is done: what is thrown here (a throttle, a 503) leaves the store untouched. */
    default void before(Call call) {}

    /** After the operation took effect: what is thrown here is a lost answer, the work is done but the caller cannot know. */
    default void after(Call call) {}

    /**
     * One operation.
     *
     * @param service {@code dynamodb} or {@code s3}
     * @param operation the API operation, for instance {@code UpdateItem}
     * @param request what was asked, unchanged
     */
    record Call(String service, String operation, SdkRequest request) {}
}
