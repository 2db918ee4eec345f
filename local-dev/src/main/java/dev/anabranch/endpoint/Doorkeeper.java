package dev.anabranch.endpoint;

import dev.anabranch.api.Problem;
import dev.anabranch.api.Problem.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of a server on loopback whoever came by way of a browser: a page of another site, whose requests name it as their origin, and
 * one whose host name was made to resolve to this machine (DNS rebinding), whose requests name that host. Where a token is set, keeps out
 * whoever does not bring it.
 */
final class Doorkeeper {

    private static final String BEARER = "bearer ";

    private final Set<String> hosts;
    private final byte @Nullable [] token;

    Doorkeeper(int port, @Nullable String token) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Why a request must stay outside; empty where it may come in.
     *
     * @param headers by name in any letters
     */
    Optional<Problem> check(Map<String, String> headers) {
        String host = header(headers, "host").toLowerCase(Locale.ROOT);
        if (!hosts.contains(host)) {
            return Optional.of(Problem.of(
                    Kind.FORBIDDEN, "This address is for this machine alone: ask for 127.0.0.1 or localhost by name."));
        }
        String origin = header(headers, "origin").toLowerCase(Locale.ROOT);
        if (!origin.isEmpty() && hosts.stream().noneMatch(ours -> origin.equals("http://" + ours))) {
            return Optional.of(Problem.of(Kind.FORBIDDEN, "Pages of other sites may not ask here."));
        }
        if (token != null && !isToken(header(headers, "authorization"), token)) {
            return Optional.of(Problem.of(
                    Kind.UNAUTHORIZED,
                    "Send the token that this server was started with: `Authorization: Bearer ...`."));
        }
        return Optional.empty();
    }

    private static boolean isToken(String authorization, byte[] token) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                && MessageDigest.isEqual(
                        authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    }

    private static String header(Map<String, String> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
