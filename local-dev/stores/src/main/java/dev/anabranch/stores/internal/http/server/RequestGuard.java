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
 * Decides who may send requests to a port on loopback; every port of {@code serve} has one. It refuses requests for another host name,
 * which is what DNS rebinding leads to, requests of pages of other origins, and, if a token is set, requests without the token.
 *
 * @see <a href="https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site">Sec-Fetch-Site</a>
 */
public final class RequestGuard {

    private static final int HTTP_PORT = 80;
    private static final String BEARER = "bearer ";

    /** Group 1 is the access key id. It may contain any character, so that the fixed parts after it are the anchor. */
    private static final Pattern SIGNED =
            Pattern.compile("AWS4-HMAC-SHA256 .*?Credential=(.*)/\\d{8}/[^/,]+/[^/,]+/aws4_request\\b.*");

    private static final Pattern PRESIGNED =
            Pattern.compile("(?:.*&)?X-Amz-Credential=(.*?)(?:/|%2F)\\d{8}(?:/|%2F).*", Pattern.CASE_INSENSITIVE);

    private final Set<String> hosts;
    private final String bucketHost;
    private final Clients clients;
    private final byte @Nullable [] token;

    /** Which clients a port is for. */
    public enum Clients {
        /** HTTP clients of the run API, with pages of its own origin among them. */
        RUN_API,
        /** SDKs of AWS. No page is ever one of them. */
        AWS,
        /** As {@link #AWS}; the host may also be {@code <bucket>.localhost}. */
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

    /** Why a request is refused; empty if it is allowed. */
    public Optional<RefusedRequest> check(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (!isHost(header(headers, "Host").toLowerCase(Locale.ROOT))) {
            return Optional.of(new RefusedRequest(
                    Reason.FORBIDDEN,
                    "This address is for this machine alone: send requests to 127.0.0.1 or localhost by name."));
        }
        String origin = header(headers, "Origin").toLowerCase(Locale.ROOT);
        if (!(origin.isEmpty() || isOwnPage(origin)) || isFromPage(exchange.getRequestMethod(), headers)) {
            return Optional.of(
                    new RefusedRequest(Reason.FORBIDDEN, "Pages of other sites may not send requests here."));
        }
        if (token != null && !hasToken(exchange, token)) {
            return Optional.of(new RefusedRequest(
                    Reason.UNAUTHORIZED,
                    clients == Clients.RUN_API
                            ? "Send the token that this server was started with: `Authorization: Bearer ...`."
                            : "Use the token that this server was started with as the access key id (AWS_ACCESS_KEY_ID);"
                                    + " the secret access key can be any."));
        }
        return Optional.empty();
    }

    private boolean isHost(String host) {
        // Browsers resolve names below localhost to this machine without DNS (RFC 6761), so that they cannot be
        // rebound.
        return hosts.contains(host) || (clients == Clients.S3 && host.endsWith(bucketHost));
    }

    private boolean isOwnPage(String origin) {
        return clients == Clients.RUN_API && hosts.stream().anyMatch(ours -> origin.equals("http://" + ours));
    }

    /** Whether a browser says that a page sent the request. A link that a person follows is none: no page reads its response. */
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

    /** All values of a header, so that a second one is not overlooked. */
    private static String header(Headers headers, String name) {
        return String.join(",", headers.getOrDefault(name, List.of()));
    }
}
