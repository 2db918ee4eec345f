package dev.anabranch.stores.internal.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The conditional headers of a request, by the rules of RFC 9110 and
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html">AWS</a>.
 */
record Preconditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince) {

    private static final int NOT_MODIFIED = 304;
    private static final int PRECONDITION_FAILED = 412;

    /** Checks a read of an existing object. Fails with NotModified (304) or PreconditionFailed (412). */
    void checkRead(StoredObject object) {
        if (ifMatch != null) {
            require(matches(ifMatch, object));
        } else if (ifUnmodifiedSince != null) {
            require(!object.lastModified().isAfter(ifUnmodifiedSince));
        }
        boolean notModified = ifNoneMatch != null
                ? matches(ifNoneMatch, object)
                : ifModifiedSince != null
                        && !object.lastModified().isAfter(ifModifiedSince.truncatedTo(ChronoUnit.SECONDS));
        if (notModified) {
            throw S3Errors.of(NOT_MODIFIED, "NotModified", "Not Modified");
        }
    }

    /** Checks the source of a copy. Fails with PreconditionFailed (412) for all conditions. */
    void checkCopy(StoredObject source) {
        require(ifMatch == null || matches(ifMatch, source));
        require(ifNoneMatch == null || !matches(ifNoneMatch, source));
        require(ifMatch != null
                || ifUnmodifiedSince == null
                || !source.lastModified().isAfter(ifUnmodifiedSince));
        require(ifNoneMatch != null
                || ifModifiedSince == null
                || source.lastModified().isAfter(ifModifiedSince));
    }

    /** Checks a write. {@code current} is the stored object, or null if none exists. */
    static void checkWrite(
            String key, @Nullable String ifMatch, @Nullable String ifNoneMatch, @Nullable StoredObject current) {
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals("*")) {
                throw new UnsupportedOperationException(
                        "The embedded S3, like AWS, supports If-None-Match on writes only"
                                + " with the value *, not with " + ifNoneMatch);
            }
            require(current == null);
        }
        if (ifMatch != null) {
            if (current == null) {
                throw S3Errors.noSuchKey(key);
            }
            require(matches(ifMatch, current));
        }
    }

    private static boolean matches(String header, StoredObject object) {
        for (String one : header.split(",", -1)) {
            String etag = one.strip();
            if (etag.equals("*") || etag.equals(object.etag()) || etag.equals(object.quotedEtag())) {
                return true;
            }
        }
        return false;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw S3Errors.of(
                    PRECONDITION_FAILED,
                    "PreconditionFailed",
                    "At least one of the pre-conditions you specified did not hold");
        }
    }
}
