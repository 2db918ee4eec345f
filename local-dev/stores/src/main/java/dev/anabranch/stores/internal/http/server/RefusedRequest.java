package dev.anabranch.stores.internal.http.server;

/**
 * The reason why a port rejects a request. Each protocol writes it in its error format.
 *
 * @param detail a sentence that describes how to fix the request
 */
public record RefusedRequest(Reason reason, String detail) {

    /** The kind of rejection. */
    public enum Reason {
        /** The request names another host, or comes from a web page of another origin. */
        FORBIDDEN,
        /** The request has no token or the wrong one. */
        UNAUTHORIZED,
        /** The headers of the request are too long. */
        TOO_LONG
    }
}
