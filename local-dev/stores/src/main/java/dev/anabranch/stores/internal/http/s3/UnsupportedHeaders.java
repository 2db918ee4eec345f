package dev.anabranch.stores.internal.http.s3;

import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** The values that request what S3 does by default. No object has tags, so both directives copy none. */
    private static final Map<String, Set<String>> DEFAULTS = Map.of(
            "x-amz-acl", Set.of("private"),
            "x-amz-bucket-object-lock-enabled", Set.of("false"),
            "x-amz-server-side-encryption", Set.of("AES256"),
            "x-amz-server-side-encryption-bucket-key-enabled", Set.of("false"),
            "x-amz-storage-class", Set.of("STANDARD"),
            "x-amz-tagging", Set.of(""),
            "x-amz-tagging-directive", Set.of("COPY", "REPLACE"));

    private UnsupportedHeaders() {}

    /** @throws UnsupportedOperationException if the request has such a header; the message has its name */
    static void check(S3Request request) {
        request.headers().forEach((name, value) -> {
            boolean isDefault = DEFAULTS.getOrDefault(name, Set.of()).contains(value);
            if (PREFIXES.stream().anyMatch(name::startsWith) && !isDefault) {
                throw new UnsupportedOperationException(
                        "The embedded S3 does not support the header " + name + " with the value " + value);
            }
        });
    }
}
