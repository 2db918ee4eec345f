package dev.anabranch.stores.internal.http.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers to HTTP requests. */
public final class HttpAnswers {

    /** What the JDK's server takes for "no body". */
    private static final int NO_BODY = -1;

    private static final int MOST_DROPPED = 64 * 1024 * 1024;
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
            byte[] dropped = new byte[DROPPED_AT_ONCE];
            for (int total = 0; total < MOST_DROPPED && in.readNBytes(dropped, 0, dropped.length) > 0; ) {
                total += dropped.length;
            }
            // Whatever is left must not be taken for the next request.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        return body;
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
        exchange.getResponseHeaders().set("x-amzn-RequestId", Long.toHexString(exchange.hashCode()));
        boolean empty = body.length == 0 || isHead(exchange);
        exchange.sendResponseHeaders(status, empty ? NO_BODY : body.length);
        if (!empty) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
        exchange.close();
    }
}
