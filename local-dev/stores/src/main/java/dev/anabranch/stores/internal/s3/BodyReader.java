package dev.anabranch.stores.internal.s3;

import dev.anabranch.stores.internal.s3.StoredObject.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/** Stores request bodies and verifies their length and checksums. */
final class BodyReader {

    private static final int BAD_REQUEST = 400;

    /** The length and checksums that the caller declares for a body; null if not declared. */
    record Expectation(
            @Nullable Long length,
            @Nullable String md5,
            @Nullable ChecksumAlgorithm algorithm,
            Map<String, String> checksums) {

        static Expectation of(
                @Nullable Long length,
                @Nullable String md5,
                @Nullable ChecksumAlgorithm algorithm,
                @Nullable String crc32,
                @Nullable String crc32c,
                @Nullable String sha1,
                @Nullable String sha256) {
            Map<String, String> checksums = new TreeMap<>();
            putIfGiven(checksums, "CRC32", crc32);
            putIfGiven(checksums, "CRC32C", crc32c);
            putIfGiven(checksums, "SHA1", sha1);
            putIfGiven(checksums, "SHA256", sha256);
            return new Expectation(length, md5, algorithm, checksums);
        }

        private static void putIfGiven(Map<String, String> checksums, String name, @Nullable String value) {
            if (value != null) {
                checksums.put(name, value);
            }
        }

        Set<String> algorithms() {
            Set<String> algorithms = new TreeSet<>(checksums.keySet());
            if (algorithm != null) {
                algorithms.add(algorithm.toString());
            }
            return algorithms;
        }
    }

    /**
     * A body that was stored.
     *
     * @param etag the MD5 in hexadecimal digits
     * @param checksums checksums in Base64, by algorithm
     */
    record Received(Blob blob, String etag, Map<String, String> checksums) {}

    private final Blobs blobs;

    BodyReader(Blobs blobs) {
        this.blobs = blobs;
    }

    Received receive(RequestBody body, Expectation expectation) {
        BodyDigests digests = new BodyDigests(expectation.algorithms());
        Long length = expectation.length() != null
                ? expectation.length()
                : body.optionalContentLength().orElse(null);
        Blob blob;
        try (InputStream stream = body.contentStreamProvider().newStream()) {
            blob = blobs.write(stream, length, digests);
        } catch (IOException e) {
            throw SdkClientException.create("The request body cannot be read: " + e.getMessage(), e);
        }
        byte[] md5 = digests.md5();
        Map<String, String> checksums = digests.checksums();
        try {
            check(blob, length, BodyDigests.base64(md5), checksums, expectation);
        } catch (RuntimeException e) {
            blobs.delete(List.of(blob));
            throw e;
        }
        return new Received(blob, BodyDigests.hex(md5), checksums);
    }

    private static void check(
            Blob blob, @Nullable Long length, String md5, Map<String, String> checksums, Expectation expectation) {
        if (length != null && blob.size() < length) {
            throw S3Errors.of(
                    BAD_REQUEST,
                    "IncompleteBody",
                    "You did not provide the number of bytes specified by the Content-Length HTTP header: " + length
                            + " bytes expected, " + blob.size() + " received");
        }
        if (length != null && blob.size() > length) {
            throw SdkClientException.create(
                    "The request body is longer than its content length of " + length + " bytes");
        }
        if (expectation.md5() != null && !expectation.md5().equals(md5)) {
            throw S3Errors.of(
                    BAD_REQUEST, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        expectation.checksums().forEach((algorithm, expected) -> {
            if (!expected.equals(checksums.get(algorithm))) {
                throw S3Errors.of(
                        BAD_REQUEST,
                        "BadDigest",
                        "The " + algorithm + " you specified did not match the calculated checksum.");
            }
        });
    }
}
