package dev.anabranch.stores.internal.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All of an object but its bytes.
 *
 * @param data where the bytes are: one blob, or one for each part of a multipart upload
 * @param etag without quotes
 * @param headers Content-Type and its kin, by their HTTP names
 * @param metadata the user's own, names in lower case
 * @param checksums Base64, by the name of the algorithm
 */
record StoredObject(
        List<Blob> data,
        String etag,
        Instant lastModified,
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> checksums) {

    /** A stretch of bytes kept in chunks. */
    record Blob(long id, long size) {}

    long size() {
        return data.stream().mapToLong(Blob::size).sum();
    }

    String quotedEtag() {
        return "\"" + etag + "\"";
    }
}
