package dev.anabranch.stores.internal.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An object without its bytes.
 *
 * @param data the blobs that contain the bytes: one, or one for each part of a multipart upload
 * @param etag the ETag without quotes
 * @param headers Content-Type and the other stored headers, by their HTTP names
 * @param metadata the user metadata, with names in lower case
 * @param checksums checksums in Base64, by algorithm
 */
record StoredObject(
        List<Blob> data,
        String etag,
        Instant lastModified,
        Map<String, String> headers,
        Map<String, String> metadata,
        Map<String, String> checksums) {

    /** A sequence of bytes that is stored in chunks. */
    record Blob(long id, long size) {}

    long size() {
        return data.stream().mapToLong(Blob::size).sum();
    }

    String quotedEtag() {
        return "\"" + etag + "\"";
    }
}
