package dev.anabranch.stores.internal.http.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/**
 * One S3 request with a path-style address, or with its bucket in the host.
 *
 * @param bucket empty where only the service is addressed
 * @param key empty where only the bucket is addressed
 * @param query the parameters; those without a value have an empty one
 */
record S3Request(
        String method,
        String bucket,
        String key,
        Map<String, String> query,
        Map<String, String> headers,
        SdkBytes body) {

    private static final int HEX = 16;

    /** What comes after the bucket in a virtual-hosted-style address. */
    private static final String VIRTUAL_HOST = ".localhost";

    /** @throws MalformedRequest if an encoding is not kept to */
    static S3Request of(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getRawPath();
        String host =
                String.valueOf(exchange.getRequestHeaders().getFirst("Host")).toLowerCase(Locale.ROOT);
        int label = host.lastIndexOf(VIRTUAL_HOST);
        String address =
                (label < 0 ? "" : host.substring(0, label) + "/") + (path.startsWith("/") ? path.substring(1) : path);
        int slash = address.indexOf('/');
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        boolean chunked = headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
        return new S3Request(
                exchange.getRequestMethod(),
                decode(slash < 0 ? address : address.substring(0, slash)),
                slash < 0 ? "" : decode(address.substring(slash + 1)),
                query(exchange.getRequestURI().getRawQuery()),
                headers,
                SdkBytes.fromByteArrayUnsafe(chunked ? unchunked(body) : body));
    }

    boolean has(String parameter) {
        return query.containsKey(parameter);
    }

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    /** A parameter that is a number; 0 where it is missing. */
    int whole(String name) {
        return whole(name, query.getOrDefault(name, "0"));
    }

    /** @throws MalformedRequest if the text is no number that an {@code int} can hold */
    static int whole(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedRequest(
                    "InvalidArgument",
                    name + " must be a whole number up to " + Integer.MAX_VALUE + ", and not " + text);
        }
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** What is copied, where something is. */
    Source copySource() {
        String source = decode(String.valueOf(header("x-amz-copy-source")), "The copy source");
        String address = source.startsWith("/") ? source.substring(1) : source;
        int slash = address.indexOf('/');
        return slash < 0
                ? new Source(address, "")
                : new Source(address.substring(0, slash), address.substring(slash + 1));
    }

    /** An object. */
    record Source(String bucket, String key) {}

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        int from = 0;
        while (raw != null && from < raw.length()) {
            int end = raw.indexOf('&', from);
            String pair = raw.substring(from, end < 0 ? raw.length() : end);
            int equals = pair.indexOf('=');
            query.put(
                    decode(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decode(pair.substring(equals + 1)));
            from = end < 0 ? raw.length() : end + 1;
        }
        return query;
    }

    private static String decode(String text) {
        // In a path a plus is a plus.
        return decode(text.replace("+", "%2B"), "The address");
    }

    private static String decode(String text, String what) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequest("InvalidArgument", what + " must be URL-encoded, and '" + text + "' is not");
        }
    }

    /**
     * The content of the {@code aws-chunked} encoding: chunks of a length in hexadecimal, and trailers, which are left out.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Chunked uploads</a>
     */
    private static byte[] unchunked(byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(body.length);
        int at = 0;
        while (at < body.length) {
            int end = lineEnd(body, at);
            String line = new String(body, at, end - at, StandardCharsets.US_ASCII);
            int semicolon = line.indexOf(';');
            int length = length(semicolon < 0 ? line.trim() : line.substring(0, semicolon));
            if (length == 0) {
                break;
            }
            if (length < 0 || length > body.length - end - 2) {
                throw new MalformedRequest("IncompleteBody", "The body ends before the chunk that begins with " + line);
            }
            content.write(body, end + 2, length);
            at = end + 2 + length + 2;
        }
        return content.toByteArray();
    }

    private static int length(String hexadecimal) {
        try {
            return Integer.parseInt(hexadecimal, HEX);
        } catch (NumberFormatException e) {
            throw new MalformedRequest(
                    "InvalidRequest",
                    "A chunk must begin with its length in hexadecimal digits, and not with " + hexadecimal);
        }
    }

    private static int lineEnd(byte[] body, int from) {
        int end = from;
        while (end < body.length && body[end] != '\r') {
            end++;
        }
        return end;
    }
}
