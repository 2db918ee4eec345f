package dev.anabranch.action;

import java.io.InputStream;
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
