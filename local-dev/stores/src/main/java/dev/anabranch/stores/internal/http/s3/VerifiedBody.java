package dev.anabranch.stores.internal.http.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * A body that is compared, at its end, with the checksums that the client has sent: {@code Content-MD5}, {@code
 * x-amz-content-sha256}, and {@code x-amz-checksum-...} as a header or as a trailer.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 *     object integrity</a>
 */
final class VerifiedBody extends FilterInputStream {

    private static final String CHECKSUM = "x-amz-checksum-";
    private static final String TRAILER = "x-amz-trailer";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final List<Expected> expected;

    private VerifiedBody(InputStream body, List<Expected> expected) {
        super(body);
        this.expected = expected;
    }

    /** A checksum in progress. */
    private interface Digest {

        void update(byte[] bytes, int offset, int length);

        byte[] value();

        static Digest of(Checksum checksum, int bytes) {
            return new Digest() {
                @Override
                public void update(byte[] content, int offset, int length) {
                    checksum.update(content, offset, length);
                }

                @Override
                public byte[] value() {
                    byte[] all = ByteBuffer.allocate(Long.BYTES)
                            .putLong(checksum.getValue())
                            .array();
                    return Arrays.copyOfRange(all, Long.BYTES - bytes, Long.BYTES);
                }
            };
        }

        static Digest of(String algorithm) {
            try {
                MessageDigest digest = MessageDigest.getInstance(algorithm);
                return new Digest() {
                    @Override
                    public void update(byte[] content, int offset, int length) {
                        digest.update(content, offset, length);
                    }

                    @Override
                    public byte[] value() {
                        return digest.digest();
                    }
                };
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("The Java runtime lacks the required algorithm " + algorithm, e);
            }
        }
    }

    /**
     * A checksum that the body must have.
     *
     * @param value returns the bytes from the client, at the end of the body
     * @param refusal the error if the body has another checksum
     */
    private record Expected(Digest digest, Supplier<byte[]> value, MalformedRequest refusal) {}

    /**
     * Wraps a body. Returns the body itself if the client has sent no checksum.
     *
     * @param trailers returns the trailers of a chunked body, after its end
     * @throws MalformedRequest if a checksum is invalid
     */
    static InputStream of(InputStream body, Map<String, String> headers, Supplier<Map<String, String>> trailers) {
        List<Expected> expected = new ArrayList<>();
        String md5 = headers.get("content-md5");
        if (md5 != null) {
            byte[] value = decoded(md5, 16)
                    .orElseThrow(
                            () -> new MalformedRequest("InvalidDigest", "The Content-MD5 you specified was invalid."));
            expected.add(new Expected(
                    Digest.of("MD5"),
                    () -> value,
                    new MalformedRequest(
                            "BadDigest", "The Content-MD5 you specified did not match what we received.")));
        }
        String sha256 = headers.getOrDefault("x-amz-content-sha256", "");
        if (SHA256.matcher(sha256).matches()) {
            expected.add(new Expected(
                    Digest.of("SHA-256"),
                    () -> HexFormat.of().parseHex(sha256),
                    new MalformedRequest(
                            "XAmzContentSHA256Mismatch",
                            "The provided 'x-amz-content-sha256' header does not match what was computed.")));
        }
        checksum(headers, trailers).ifPresent(expected::add);
        return expected.isEmpty() ? body : new VerifiedBody(body, expected);
    }

    private static Optional<Expected> checksum(Map<String, String> headers, Supplier<Map<String, String>> trailers) {
        List<String> sent = headers.keySet().stream()
                .filter(name -> name.startsWith(CHECKSUM) && algorithm(name).isPresent())
                .toList();
        String trailer = headers.getOrDefault(TRAILER, "").toLowerCase(Locale.ROOT);
        if (sent.size() + (trailer.startsWith(CHECKSUM) ? 1 : 0) > 1) {
            throw new MalformedRequest(
                    "InvalidRequest",
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        if (!sent.isEmpty()) {
            byte[] value = value(sent.get(0), headers.get(sent.get(0)), "header");
            return Optional.of(expected(sent.get(0), () -> value));
        }
        if (!trailer.startsWith(CHECKSUM) || algorithm(trailer).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(expected(trailer, () -> {
            String text = trailers.get().get(trailer);
            if (text == null) {
                throw new MalformedRequest(
                        "MalformedTrailerError",
                        "The request contained trailing data that was not well-formed or did not conform to our"
                                + " published schema: the trailer " + trailer + " is missing.");
            }
            return value(trailer, text, "trailing header");
        }));
    }

    private static Expected expected(String name, Supplier<byte[]> value) {
        return new Expected(
                algorithm(name).orElseThrow(),
                value,
                new MalformedRequest(
                        "BadDigest",
                        "The " + name.substring(CHECKSUM.length()).toUpperCase(Locale.ROOT)
                                + " you specified did not match the calculated checksum."));
    }

    private static byte[] value(String name, @Nullable String text, String kind) {
        int bytes = algorithm(name).orElseThrow().value().length;
        return Optional.ofNullable(text)
                .flatMap(base64 -> decoded(base64, bytes))
                .orElseThrow(() ->
                        new MalformedRequest("InvalidRequest", "Value for " + name + " " + kind + " is invalid."));
    }

    private static Optional<byte[]> decoded(String base64, int bytes) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.strip())).filter(value -> value.length == bytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the algorithm of a header; empty for another header, such as {@code x-amz-checksum-mode}. */
    private static Optional<Digest> algorithm(String header) {
        return switch (header.substring(CHECKSUM.length())) {
            case "crc32" -> Optional.of(Digest.of(new CRC32(), Integer.BYTES));
            case "crc32c" -> Optional.of(Digest.of(new CRC32C(), Integer.BYTES));
            case "crc64nvme" -> Optional.of(Digest.of(new Crc64Nvme(), Long.BYTES));
            case "sha1" -> Optional.of(Digest.of("SHA-1"));
            case "sha256" -> Optional.of(Digest.of("SHA-256"));
            default -> Optional.empty();
        };
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws MalformedRequest at the end of a body that has another checksum */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count < 0) {
            List<Expected> ended = List.copyOf(expected);
            expected.clear();
            for (Expected one : ended) {
                if (!MessageDigest.isEqual(one.value().get(), one.digest().value())) {
                    throw one.refusal();
                }
            }
        } else {
            expected.forEach(one -> one.digest().update(bytes, offset, count));
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
