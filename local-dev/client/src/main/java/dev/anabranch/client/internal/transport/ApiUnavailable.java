package dev.anabranch.client.internal.transport;

/** The run API cannot be reached, denies access or fails. The message is a sentence with the reason. */
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
