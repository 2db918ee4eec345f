package dev.anabranch.stores.internal.http.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Sends HTTP responses and reads request bodies. */
public final class HttpAnswers {

    /** The length with which the JDK's server sends no body. */
    private static final int NO_BODY = -1;

    private static final int MOST_DROPPED = 256 * 1024 * 1024;
    private static final int DROPPED_AT_ONCE = 64 * 1024;

    private HttpAnswers() {}

    /**
     * Returns the body of a request, truncated to {@code largest + 1} bytes if it is too long. Reads and drops the
     * rest, because the sender reads no response before it has sent everything.
     *
     * @param largest the maximum length in bytes
     */
    public static byte[] body(HttpExchange exchange, int largest) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(largest + 1);
        if (body.length > largest) {
            drop(exchange);
        }
        return body;
    }

    /**
     * Reads and drops the rest of the body, up to a limit, because the sender reads no response before it has sent
     * everything.
     */
    public static void drop(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] dropped = new byte[DROPPED_AT_ONCE];
        int last = in.readNBytes(dropped, 0, dropped.length);
        if (last > 0) {
            // The connection is closed, so that unread bytes are not parsed as the next request.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        for (long total = 0; total < MOST_DROPPED && last > 0; total += last) {
            last = in.readNBytes(dropped, 0, dropped.length);
        }
    }

    /** Returns true for a HEAD request. */
    public static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    public static void answer(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        answer(exchange, status, body);
    }

    public static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        answer(exchange, status, new ByteArrayInputStream(body), body.length);
    }

    /**
     * Sends a response and closes the stream of its body.
     *
     * @param length the length of the body in bytes
     */
    public static void answer(HttpExchange exchange, int status, InputStream body, long length) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", Long.toHexString(exchange.hashCode()));
        boolean empty = length == 0 || isHead(exchange);
        try (body) {
            exchange.sendResponseHeaders(status, empty ? NO_BODY : length);
            if (!empty) {
                try (OutputStream out = exchange.getResponseBody()) {
                    body.transferTo(out);
                }
            }
        } finally {
            exchange.close();
        }
    }
}
