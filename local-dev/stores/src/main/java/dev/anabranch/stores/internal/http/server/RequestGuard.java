package dev.anabranch.stores.internal.http.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.anabranch.stores.internal.http.server.RefusedRequest.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Controls access to a port on loopback. It rejects requests for another host name, which DNS rebinding causes,
 * requests from web pages of other origins, and, if a token is set, requests without the token. Every port of
 * {@code serve} has a guard.
 *
 * @see <a href="https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site">Sec-Fetch-Site</a>
 */
public final class RequestGuard {

    private static final int HTTP_PORT = 80;
    private static final String BEARER = "bearer ";

    /** The maximum number of characters of all headers. AWS accepts fewer: S3 8 KB, API Gateway 10 KB. */
    private static final int LONGEST_HEADERS = 64 * 1024;

    /** Group 1 is the access key ID. It may contain any character, so the fixed parts after it anchor the match. */
    private static final Pattern SIGNED =
            Pattern.compile("AWS4-HMAC-SHA256 .*?Credential=(.*)/\\d{8}/[^/,]+/[^/,]+/aws4_request\\b.*");

    private static final Pattern PRESIGNED =
            Pattern.compile("(?:.*&)?X-Amz-Credential=(.*?)(?:/|%2F)\\d{8}(?:/|%2F).*", Pattern.CASE_INSENSITIVE);

    private final Set<String> hosts;
    private final String bucketHost;
    private final Clients clients;
    private final byte @Nullable [] token;

    /** The kind of clients that a port serves. */
    public enum Clients {
        /** HTTP clients of the run API, including web pages that the run API itself serves. */
        RUN_API,
        /** AWS SDKs. Requests from web pages are rejected. */
        AWS,
        /** Like {@link #AWS}, with {@code <bucket>.localhost} as an additional host name. */
        S3
    }

    public RequestGuard(int port, Clients clients, @Nullable String token) {
        String suffix = port == HTTP_PORT ? "" : ":" + port;
        this.hosts = Stream.of("127.0.0.1", "localhost", "[::1]")
                .map(name -> name + suffix)
                .collect(Collectors.toSet());
        this.bucketHost = ".localhost" + suffix;
        this.clients = clients;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the reason to reject a request; empty if the request is allowed. */
    public Optional<RefusedRequest> check(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        long length = headers.entrySet().stream()
                .mapToLong(header -> header.getValue().stream()
                        .mapToLong(value -> header.getKey().length() + value.length())
                        .sum())
                .sum();
        if (length > LONGEST_HEADERS) {
            return Optional.of(new RefusedRequest(
                    Reason.TOO_LONG,
                    "The headers of the request have " + length + " characters. Send at most " + LONGEST_HEADERS
                            + "."));
        }
        if (!isHost(header(headers, "Host").toLowerCase(Locale.ROOT))) {
            return Optional.of(new RefusedRequest(
                    Reason.FORBIDDEN,
                    "This address accepts requests for this machine only: send them to 127.0.0.1 or localhost."));
        }
        String origin = header(headers, "Origin").toLowerCase(Locale.ROOT);
        if (!(origin.isEmpty() || isOwnPage(origin)) || isFromPage(exchange.getRequestMethod(), headers)) {
            return Optional.of(
                    new RefusedRequest(Reason.FORBIDDEN, "Requests from web pages of other origins are not allowed."));
        }
        if (token != null && !hasToken(exchange, token)) {
            return Optional.of(new RefusedRequest(
                    Reason.UNAUTHORIZED,
                    clients == Clients.RUN_API
                            ? "Send the token that this server was started with: `Authorization: Bearer ...`."
                            : "Use the token that this server was started with as the access key id (AWS_ACCESS_KEY_ID);"
                                    + " the secret access key can have any value."));
        }
        return Optional.empty();
    }

    private boolean isHost(String host) {
        // Browsers resolve subdomains of localhost to this machine without DNS (RFC 6761), so these names cannot be
        // rebound.
        return hosts.contains(host) || (clients == Clients.S3 && host.endsWith(bucketHost));
    }

    private boolean isOwnPage(String origin) {
        return clients == Clients.RUN_API && hosts.stream().anyMatch(ours -> origin.equals("http://" + ours));
    }

    /**
     * Returns true if the Sec-Fetch headers show that a web page sent the request, except for pages of the run API's
     * own origin. Following a link is allowed, since no page can read its response.
     */
    private boolean isFromPage(String method, Headers headers) {
        String site = header(headers, "Sec-Fetch-Site");
        boolean own =
                site.isEmpty() || site.equals("none") || (site.equals("same-origin") && clients == Clients.RUN_API);
        boolean followed = List.of("GET", "HEAD").contains(method)
                && header(headers, "Sec-Fetch-Mode").equals("navigate")
                && header(headers, "Sec-Fetch-Dest").equals("document");
        return !own && !followed;
    }

    private boolean hasToken(HttpExchange exchange, byte[] expected) {
        String authorization = header(exchange.getRequestHeaders(), "Authorization");
        if (authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return same(authorization.substring(BEARER.length()).strip(), expected);
        } else if (clients == Clients.RUN_API) {
            return false;
        }
        Matcher signed = SIGNED.matcher(authorization);
        if (signed.matches()) {
            return same(signed.group(1), expected);
        }
        String query = exchange.getRequestURI().getRawQuery();
        return clients == Clients.S3
                && query != null
                && (isPresigned(query, expected)
                        || SignedLinks.isSigned(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI().getRawPath(),
                                query,
                                expected));
    }

    private static boolean isPresigned(String query, byte[] expected) {
        Matcher presigned = PRESIGNED.matcher(query);
        try {
            return presigned.matches() && same(URLDecoder.decode(presigned.group(1), StandardCharsets.UTF_8), expected);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean same(String given, byte[] expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected);
    }

    /** Returns all values of a header, joined with commas, so that no check overlooks a repeated header. */
    private static String header(Headers headers, String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }
}
