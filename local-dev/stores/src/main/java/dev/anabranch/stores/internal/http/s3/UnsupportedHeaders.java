package dev.anabranch.stores.internal.http.s3;

import java.util.List;
import java.util.Map;

/**
 * The headers of features that the embedded S3 lacks: access control, encryption, tags, storage classes, object locks,
 * redirects and appended bytes. Ignoring one would store something else than the client requested.
 */
final class UnsupportedHeaders {

    private static final List<String> PREFIXES = List.of(
            "x-amz-acl",
            "x-amz-bucket-object-lock-",
            "x-amz-copy-source-server-side-encryption",
            "x-amz-grant-",
            "x-amz-object-lock-",
            "x-amz-server-side-encryption",
            "x-amz-storage-class",
            "x-amz-tagging",
            "x-amz-website-redirect-location",
            "x-amz-write-offset-bytes");

    /** The values that request what S3 does by default. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "x-amz-acl", "private",
            "x-amz-server-side-encryption", "AES256",
            "x-amz-storage-class", "STANDARD");

    private UnsupportedHeaders() {}

    /** @throws UnsupportedOperationException if the request has such a header; the message has its name */
    static void check(S3Request request) {
        request.headers().forEach((name, value) -> {
            if (PREFIXES.stream().anyMatch(name::startsWith) && !value.equals(DEFAULTS.get(name))) {
                throw new UnsupportedOperationException("The embedded S3 does not support the header " + name);
            }
        });
    }
}
