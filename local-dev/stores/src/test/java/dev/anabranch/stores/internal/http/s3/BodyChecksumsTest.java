package dev.anabranch.stores.internal.http.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checksums of {@code 123456789}: those of the catalogue of parametrised CRC algorithms, and those of coreutils. */
final class BodyChecksumsTest {

    private static final String CONTENT = "123456789";

    @ParameterizedTest
    @CsvSource({
        "content-md5, JfnnlDI7RTiF9RgfG2JNCw==",
        "x-amz-content-sha256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
        "x-amz-content-sha256, UNSIGNED-PAYLOAD",
        "x-amz-checksum-crc32, y/Q5Jg==",
        "x-amz-checksum-crc32c, 4waSgw==",
        "x-amz-checksum-crc64nvme, rosUhgp5mIg=",
        "x-amz-checksum-sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
        "x-amz-checksum-sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
        "x-amz-checksum-mode, ENABLED",
    })
    void bodyWithItsChecksumIsAccepted(String header, String value) throws IOException {
        assertThat(read(Map.of(header, value), CONTENT)).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "content-md5, JfnnlDI7RTiF9RgfG2JNCw==, BadDigest, The Content-MD5 you specified did not match what we received.",
        "x-amz-content-sha256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225, XAmzContentSHA256Mismatch, does not match what was computed",
        "x-amz-checksum-crc32, y/Q5Jg==, BadDigest, The CRC32 you specified did not match the calculated checksum.",
        "x-amz-checksum-crc32c, 4waSgw==, BadDigest, The CRC32C you",
        "x-amz-checksum-crc64nvme, rosUhgp5mIg=, BadDigest, The CRC64NVME you",
        "x-amz-checksum-sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=, BadDigest, The SHA1 you",
        "x-amz-checksum-sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=, BadDigest, The SHA256 you",
    })
    void bodyWithAnotherChecksumIsRefused(String header, String value, String code, String message) {
        assertThatThrownBy(() -> read(Map.of(header, value), CONTENT + "0"))
                .isInstanceOfSatisfying(MalformedRequest.class, refused -> assertThat(refused.code())
                        .isEqualTo(code))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "y/Q5", "JfnnlDI7RTiF9RgfG2JNCw==", "%%%%"})
    void invalidChecksumIsRefusedBeforeTheBodyIsRead(String value) {
        assertThatThrownBy(() ->
                        VerifiedBody.of(InputStream.nullInputStream(), Map.of("x-amz-checksum-crc32", value), Map::of))
                .hasMessage("Value for x-amz-checksum-crc32 header is invalid.");
    }

    @Test
    void twoChecksumsAreRefused() {
        Map<String, String> headers = Map.of("x-amz-checksum-crc32", "y/Q5Jg==", "x-amz-checksum-crc32c", "4waSgw==");
        assertThatThrownBy(() -> VerifiedBody.of(InputStream.nullInputStream(), headers, Map::of))
                .hasMessageContaining("Expecting a single x-amz-checksum- header");
    }

    @Test
    void checksumInATrailerIsVerified() throws IOException {
        assertThat(readChunks("x-amz-checksum-crc32:y/Q5Jg==\r\n")).isEqualTo(CONTENT);
        assertThat(readChunks("X-Amz-Checksum-CRC32: y/Q5Jg==\r\nx-amz-trailer-signature:abc\r\n\r\n"))
                .isEqualTo(CONTENT);
        assertThatThrownBy(() -> readChunks("x-amz-checksum-crc32:AAAAAA==\r\n\r\n"))
                .hasMessageContaining("The CRC32 you specified did not match");
        assertThatThrownBy(() -> readChunks("x-amz-checksum-crc32:AAAA\r\n\r\n"))
                .hasMessage("Value for x-amz-checksum-crc32 trailing header is invalid.");
        assertThatThrownBy(() -> readChunks("\r\n"))
                .isInstanceOfSatisfying(MalformedRequest.class, refused -> assertThat(refused.code())
                        .isEqualTo("MalformedTrailerError"));
    }

    private static String readChunks(String trailers) throws IOException {
        AwsChunkedStream chunks =
                new AwsChunkedStream(stream("4;chunk-signature=0\r\n1234\r\n5\r\n56789\r\n0\r\n" + trailers));
        return text(VerifiedBody.of(chunks, Map.of("x-amz-trailer", "x-amz-checksum-crc32"), chunks::trailers));
    }

    private static String read(Map<String, String> headers, String content) throws IOException {
        return text(VerifiedBody.of(stream(content), headers, Map::of));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
