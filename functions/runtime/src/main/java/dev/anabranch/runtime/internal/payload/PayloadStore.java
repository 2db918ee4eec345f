package dev.anabranch.runtime.internal.payload;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * Whatever is large: results, lists of items, files. A put replaces what was there and is seen by every later read.
 *
 * <p>Every method throws {@link StoreException} when the store does not answer or refuses.
 */
public interface PayloadStore {

    /** Puts bytes. */
    void put(String key, String mediaType, byte[] bytes);

    /** Puts the content of a file, at most 5 GB. */
    void put(String key, String mediaType, Path file);

    /**
     * All bytes.
     *
     * @throws PayloadMissing when there is no such key
     */
    byte[] get(String key);

    /**
     * The bytes as a stream, which the caller closes.
     *
     * @throws PayloadMissing when there is no such key
     */
    InputStream open(String key);

    /**
     * A part of the bytes as a stream, which the caller closes.
     *
     * @param offset of the first byte
     * @param length how many, at least 1
     * @throws PayloadMissing when there is no such key
     */
    InputStream open(String key, long offset, long length);

    /**
     * The JSON of a result wherever it is, which the caller closes.
     *
     * @throws PayloadMissing when it is not where it is said to be
     */
    default InputStream open(StoredResult result) {
        if (result instanceof StoredResult.Inline inline) {
            return new ByteArrayInputStream(inline.json().getBytes(StandardCharsets.UTF_8));
        }
        if (result instanceof StoredResult.Part part) {
            return open(part.key(), part.offset(), part.size());
        }
        return open(((StoredResult.InStore) result).key());
    }

    /**
     * Copies an object of at most 5 GB, without reading it here.
     *
     * @throws PayloadMissing when there is no such key
     */
    void copy(String from, String to);

    /** What begins with {@code prefix}, in the order of the keys, read page by page. */
    Stream<Payload> list(String prefix);

    /** Deletes; a key that does not exist is none of a problem. */
    void delete(Collection<String> keys);

    /**
     * An entry of a listing.
     *
     * @param size in bytes
     */
    record Payload(String key, long size) {}
}
