package dev.anabranch.client.internal.transport;

/** A run API cannot be reached, lets nobody in, or fails by itself; the message says in a sentence which, and what to do. */
public final class ApiUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A sentence. */
    public ApiUnavailable(String message) {
        super(message);
    }

    /** The same with what went wrong. */
    public ApiUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
