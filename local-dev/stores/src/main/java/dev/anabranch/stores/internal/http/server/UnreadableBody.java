package dev.anabranch.stores.internal.http.server;

import java.io.IOException;

/** Thrown if the body of a request ends before its length, or if its chunks are malformed. */
public final class UnreadableBody extends RuntimeException {

    UnreadableBody(IOException cause) {
        super(
                "The body of the request cannot be read: " + cause.getMessage()
                        + ". Send as many bytes as Content-Length says, or chunks as in RFC 9112.",
                cause);
    }
}
