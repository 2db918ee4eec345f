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
 * The store of large data: results, lists of items and files. A put replaces an existing object and is visible to every
 * later read.
 *
 * <p>Every method throws {@link StoreException} if the store is unavailable or refuses.
 */
public interface PayloadStore {

    /** The media type of JSON payloads. */
    String JSON = "application/json";

    /** The media type of the reports of actions. */
    String MARKDOWN = "text/markdown; charset=utf-8";

    /** Stores bytes. */
    void put(String key, String mediaType, byte[] bytes);

    /** Stores the content of a file, at most 5 GB. */
    void put(String key, String mediaType, Path file);

    /**
     * Returns all bytes.
     *
     * @throws PayloadMissing if the key does not exist
     */
    byte[] get(String key);

    /**
     * Returns the bytes as a stream. The caller closes it.
     *
     * @throws PayloadMissing if the key does not exist
     */
    InputStream open(String key);

    /**
     * Returns a part of the bytes as a stream. The caller closes it.
     *
     * @param offset the offset of the first byte
     * @param length the number of bytes, at least 1
     * @throws PayloadMissing if the key does not exist
     */
    InputStream open(String key, long offset, long length);

    /**
     * Returns the JSON of a stored result as a stream. The caller closes it.
     *
     * @throws PayloadMissing if the object does not exist
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
     * Copies an object of at most 5 GB within the store.
     *
     * @throws PayloadMissing if the key does not exist
     */
    void copy(String from, String to);

    /** Lists the objects whose keys begin with {@code prefix}, by key. Reads page by page. */
    Stream<Payload> list(String prefix);

    /** Deletes objects. Keys that do not exist are ignored. */
    void delete(Collection<String> keys);

    /**
     * An object in a list.
     *
     * @param size the size in bytes
     */
    record Payload(String key, long size) {}
}
