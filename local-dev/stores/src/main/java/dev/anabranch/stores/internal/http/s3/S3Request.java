package dev.anabranch.stores.internal.http.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * One S3 request with a path-style or virtual-hosted-style address.
 *
 * @param bucket empty for a request to the service
 * @param key empty for a request to a bucket
 * @param query the parameters; the value is empty for a parameter without one
 * @param headers the headers by their names in lower case, including those that are in the query of a presigned URL
 * @param body the content, which can be read once
 * @param length the length of the content in bytes; null if unknown
 */
record S3Request(
        String method,
        String bucket,
        String key,
        Map<String, String> query,
        Map<String, String> headers,
        InputStream body,
        @Nullable Long length) {

    /** The beginning of the names of headers with user metadata. */
    static final String METADATA = "x-amz-meta-";

    private static final String VERSION = "?versionId=";

    /** The maximum size in bytes of a document, such as the list of the parts of an upload. */
    private static final int LARGEST_DOCUMENT = 16 * 1024 * 1024;

    private static final int LAST_OF_ISO_8859_1 = 0xff;

    /** The beginning of the names of parameters that are headers, unless they sign the request. */
    private static final String HEADER = "x-amz-";

    /** The parameters, in lower case, that sign a request or name its operation. */
    private static final Set<String> OF_EVERY_REQUEST = Set.of(
            "x-id",
            "awsaccesskeyid",
            "signature",
            "expires",
            "x-amz-algorithm",
            "x-amz-content-sha256",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-expires",
            "x-amz-security-token",
            "x-amz-signature",
            "x-amz-signedheaders",
            "x-anabranch-signature");

    /**
     * The beginning of the names of checksums. S3 ignores them in presigned URLs, and the SDK for JavaScript adds one
     * of an empty body.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html">Presigned URLs</a>
     */
    private static final String CHECKSUM = "x-amz-checksum-";

    /** A header's name in lower case. */
    private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");

    /** The suffix of the host in a virtual-hosted-style address. */
    private static final String VIRTUAL_HOST = ".localhost";

    /** @throws MalformedRequest if the address, the length or a checksum is invalid */
    static S3Request of(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        String host =
                String.valueOf(exchange.getRequestHeaders().getFirst("Host")).toLowerCase(Locale.ROOT);
        int label = host.lastIndexOf(VIRTUAL_HOST);
        String address =
                (label < 0 ? "" : host.substring(0, label) + "/") + (path.startsWith("/") ? path.substring(1) : path);
        int slash = address.indexOf('/');
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        Map<String, String> headers = headers(exchange.getRequestHeaders(), query);
        boolean chunked = headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
        AwsChunkedStream chunks = new AwsChunkedStream(exchange.getRequestBody());
        InputStream body = chunked ? chunks : unclosed(exchange.getRequestBody());
        return new S3Request(
                exchange.getRequestMethod(),
                decode(slash < 0 ? address : address.substring(0, slash)),
                slash < 0 ? "" : decode(address.substring(slash + 1)),
                query,
                headers,
                VerifiedBody.of(body, headers, chunks::trailers),
                length(headers.get(chunked ? "x-amz-decoded-content-length" : "content-length")));
    }

    /**
     * Returns the body with a close method that does nothing, because closing it waits for the rest and prevents
     * further reads.
     */
    private static InputStream unclosed(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public void close() {}
        };
    }

    private static @Nullable Long length(@Nullable String text) {
        try {
            Long length = text == null ? null : Long.valueOf(text);
            if (length != null && length < 0) {
                throw new NumberFormatException(text);
            }
            return length;
        } catch (NumberFormatException e) {
            throw new MalformedRequest("InvalidArgument", "The length must be a whole number from 0, and not " + text);
        }
    }

    /** Reads the content as text. */
    String text() {
        try {
            byte[] bytes = body.readNBytes(LARGEST_DOCUMENT + 1);
            if (bytes.length > LARGEST_DOCUMENT) {
                throw new MalformedRequest("MalformedXML", "The document has more than " + LARGEST_DOCUMENT + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the content for storing it. */
    RequestBody content() {
        String type = "application/octet-stream";
        return length == null
                ? RequestBody.fromContentProvider(() -> body, type)
                : RequestBody.fromContentProvider(() -> body, length, type);
    }

    /**
     * Rejects a request with another parameter, because it asks for something else: a {@code PUT} of an object with
     * {@code ?tagging} must not replace the object. Parameters that begin with {@code x-amz-} are headers.
     *
     * @return this request
     */
    S3Request only(String... parameters) {
        Set<String> known = Set.of(parameters);
        for (String parameter : query.keySet()) {
            String lower = parameter.toLowerCase(Locale.ROOT);
            if (!known.contains(parameter) && !OF_EVERY_REQUEST.contains(lower) && !lower.startsWith(HEADER)) {
                throw S3Api.unsupported(this);
            }
        }
        return this;
    }

    /**
     * Returns the value of a parameter that becomes a header.
     *
     * @throws MalformedRequest if a header cannot have the value
     */
    static String headerValue(String parameter, String value) {
        if (value.chars().anyMatch(c -> Character.isISOControl(c) || c > LAST_OF_ISO_8859_1)) {
            throw new MalformedRequest(
                    "InvalidArgument",
                    "The value of " + parameter + " must have only printable characters of ISO-8859-1, because it is"
                            + " sent as a header.");
        }
        return value;
    }

    boolean has(String parameter) {
        return query.containsKey(parameter);
    }

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    /** Returns a numeric parameter; 0 if it is missing. */
    int whole(String name) {
        return whole(name, query.getOrDefault(name, "0"));
    }

    /** @throws MalformedRequest if the text is not an {@code int} */
    static int whole(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedRequest(
                    "InvalidArgument",
                    name + " must be a whole number up to " + Integer.MAX_VALUE + ", but is " + text);
        }
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** Returns the time in a header; null if it is missing or invalid, as RFC 9110 requires. */
    @Nullable
    Instant time(String name) {
        try {
            String text = header(name);
            return text == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Returns the encoding of the stored content: without that of the transfer. */
    @Nullable
    String contentEncoding() {
        String encoding = Arrays.stream(
                        headers.getOrDefault("content-encoding", "").split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        return encoding.isEmpty() ? null : encoding;
    }

    /** Returns the user metadata. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (name.startsWith(METADATA)) {
                metadata.put(name.substring(METADATA.length()), value);
            }
        });
        return metadata;
    }

    /** Returns the source of a copy. */
    Source copySource() {
        String encoded = String.valueOf(header("x-amz-copy-source"));
        int version = encoded.indexOf(VERSION);
        String source = decode(version < 0 ? encoded : encoded.substring(0, version), "The copy source");
        String address = source.startsWith("/") ? source.substring(1) : source;
        int slash = address.indexOf('/');
        return slash < 0
                ? new Source(address, "", null)
                : new Source(
                        address.substring(0, slash),
                        address.substring(slash + 1),
                        version < 0 ? null : encoded.substring(version + VERSION.length()));
    }

    /** The source object of a copy. */
    record Source(String bucket, String key, @Nullable String version) {}

    private static Map<String, String> headers(Headers sent, Map<String, String> query) {
        Map<String, String> headers = new HashMap<>();
        sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        query.forEach((parameter, value) -> {
            String name = parameter.toLowerCase(Locale.ROOT);
            if (name.startsWith(HEADER) && !OF_EVERY_REQUEST.contains(name) && !name.startsWith(CHECKSUM)) {
                if (!HEADER_NAME.matcher(name).matches()) {
                    throw new MalformedRequest(
                            "InvalidArgument", "The parameter " + name + " is not the name of a header");
                }
                headers.merge(
                        name,
                        headerValue(name, value),
                        (header, moved) -> header.equals(moved) ? header : header + "," + moved);
            }
        });
        return headers;
    }

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
        // A plus in a path is not a space.
        return decode(text.replace("+", "%2B"), "The address");
    }

    private static String decode(String text, String what) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequest("InvalidArgument", what + " must be URL-encoded, but is '" + text + "'");
        }
    }
}
