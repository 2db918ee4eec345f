package dev.anabranch.stores.internal.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    record Blob(long id, long size) {

        // A record's own methods are linked by method handles, which takes each new process milliseconds.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Blob that && id == that.id && size == that.size;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    long size() {
        return data.stream().mapToLong(Blob::size).sum();
    }

    /** Returns the number of parts of the multipart upload that created the object; 0 if it was created otherwise. */
    int parts() {
        return etag.contains("-") ? data.size() : 0;
    }

    String quotedEtag() {
        return "\"" + etag + "\"";
    }
}
