package dev.anabranch.engine.integration;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects that Distributed Map states read items from and write results to. Calls may block. */
public interface ObjectStore {

    /**
     * Opens an object.
     *
     * @param version which version, or null for the latest
     * @throws IntegrationFailure {@code S3.NoSuchKeyException} or {@code S3.NoSuchBucketException}
     */
    InputStream get(String bucket, String key, @Nullable String version) throws IOException;

    /**
     * Writes an object, in place of one that has the key.
     *
     * @throws IntegrationFailure if there is no such bucket
     */
    void put(String bucket, String key, byte[] content) throws IOException;

    /**
     * Lists objects in the order of their keys.
     *
     * @param after the last key of the page before, or null
     * @return a page; an empty one at the end
     * @throws IntegrationFailure if there is no such bucket
     */
    List<StoredObject> list(String bucket, String prefix, @Nullable String after) throws IOException;

    /** One object of a listing. */
    record StoredObject(String key, long size, Instant lastModified, String etag, String storageClass) {}
}
