package dev.anabranch.stores.internal.http.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers to HTTP requests. */
public final class HttpAnswers {

    /** What the JDK's server takes for "no body". */
    private static final int NO_BODY = -1;

    private static final int MOST_DROPPED = 256 * 1024 * 1024;
    private static final int DROPPED_AT_ONCE = 64 * 1024;

    private HttpAnswers() {}

    /**
     * The body of a request. One byte more than is allowed tells that there are too many. The rest is read all the same: its sender reads
     * no answer before it has sent everything.
     *
     * @param largest the most bytes that are allowed
     */
    public static byte[] body(HttpExchange exchange, int largest) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(largest + 1);
        if (body.length > largest) {
            drop(exchange);
        }
        return body;
    }

    /** Reads what is left of the body, up to a limit, and drops it, because its sender reads no response before it has sent everything. */
    public static void drop(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] dropped = new byte[DROPPED_AT_ONCE];
        int last = in.readNBytes(dropped, 0, dropped.length);
        if (last > 0) {
            // Bytes that are not read must not be taken for the next request.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        for (long total = 0; total < MOST_DROPPED && last > 0; total += last) {
            last = in.readNBytes(dropped, 0, dropped.length);
        }
    }

    /** Whether what is asked for is only the head of an answer. */
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

    /** Sends a response whose body is a stream of so many bytes, and closes the stream. */
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
