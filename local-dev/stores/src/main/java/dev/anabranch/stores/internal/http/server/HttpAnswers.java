package dev.anabranch.stores.internal.http.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
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
     * Makes reading the body of a request throw {@link UnreadableBody} instead of an IOException, so that the client
     * receives an answer. The connection is closed after it. Call it before the body is read.
     */
    public static void guardBody(HttpExchange exchange) {
        exchange.setStreams(new GuardedBody(exchange), null);
    }

    private static final class GuardedBody extends FilterInputStream {

        private final HttpExchange exchange;
        private boolean broken;

        GuardedBody(HttpExchange exchange) {
            super(exchange.getRequestBody());
            this.exchange = exchange;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (broken) {
                return -1;
            }
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                broken = true;
                exchange.getResponseHeaders().set("Connection", "close");
                throw new UnreadableBody(e);
            }
        }
    }

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
        try {
            int last = in.readNBytes(dropped, 0, dropped.length);
            if (last > 0) {
                // The connection is closed, so that unread bytes are not parsed as the next request.
                exchange.getResponseHeaders().set("Connection", "close");
            }
            for (long total = 0; total < MOST_DROPPED && last > 0; total += last) {
                last = in.readNBytes(dropped, 0, dropped.length);
            }
        } catch (UnreadableBody e) {
            // Nothing more can be dropped, and the connection is closed after the answer.
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
