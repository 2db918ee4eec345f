package dev.anabranch.action;

/** Where the result of a finished action is. */
public sealed interface StoredResult {

    /** In the record itself, as JSON text. */
    record Inline(String json) implements StoredResult {}

    /**
     * In the payload store.
     *
     * @param size of the JSON document in bytes
     */
    record InStore(String key, long size) implements StoredResult {}
}
