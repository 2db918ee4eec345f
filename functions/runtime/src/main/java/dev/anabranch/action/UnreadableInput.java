package dev.anabranch.action;

import org.jspecify.annotations.Nullable;

/**
 * The input of an action cannot be read in any attempt: it does not match the task's input type, or a part of it is
 * missing.
 */
public final class UnreadableInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what cannot be read and why, without any payload
     */
    public UnreadableInput(String message) {
        super(message);
    }

    /**
     * Creates the exception with a cause.
     *
     * @param cause the cause, which must not quote the payload; null if it would
     */
    public UnreadableInput(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
