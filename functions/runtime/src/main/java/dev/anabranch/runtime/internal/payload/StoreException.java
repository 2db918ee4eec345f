package dev.anabranch.runtime.internal.payload;

import org.jspecify.annotations.Nullable;

/** A store did not answer, or refused; the store has tried again already where that is sensible. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** Says which store, what was asked of it and what it said; the cause is null where it said so itself. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
