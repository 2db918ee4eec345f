package dev.anabranch.runtime.internal.payload;

import org.jspecify.annotations.Nullable;

/** A store is unavailable or refused a request; its client has already retried if that is useful. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /**
     * Creates the exception.
     *
     * @param message the store, the request and the response
     * @param cause the exception of the client; null if the response itself is the error
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
