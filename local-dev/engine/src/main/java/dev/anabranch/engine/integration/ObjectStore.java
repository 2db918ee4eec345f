package dev.anabranch.engine.integration;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store that Distributed Map states read items from and write results to. Calls may block. */
public interface ObjectStore {

    /**
     * Opens an object.
     *
     * @param version the version, or null for the latest
     * @throws IntegrationFailure {@code S3.NoSuchKeyException} or {@code S3.NoSuchBucketException}
     */
    InputStream get(String bucket, String key, @Nullable String version) throws IOException;

    /**
     * Writes an object. Replaces an object with the same key.
     *
     * @throws IntegrationFailure if the bucket does not exist
     */
    void put(String bucket, String key, byte[] content) throws IOException;

    /**
     * Lists objects in the order of their keys.
     *
     * @param after the last key of the previous page, or null
     * @return a page; empty after the last object
     * @throws IntegrationFailure if the bucket does not exist
     */
    List<StoredObject> list(String bucket, String prefix, @Nullable String after) throws IOException;

    /** One object of a listing. */
    record StoredObject(String key, long size, Instant lastModified, String etag, String storageClass) {}
}
