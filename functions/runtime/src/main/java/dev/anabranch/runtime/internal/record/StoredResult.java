package dev.anabranch.runtime.internal.record;

/** Where the result of an action is stored. */
public sealed interface StoredResult {

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
