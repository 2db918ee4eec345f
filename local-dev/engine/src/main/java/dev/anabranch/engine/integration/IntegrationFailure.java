package dev.anabranch.engine.integration;

import org.jspecify.annotations.Nullable;

/** An action failed with an error that Retriers and Catchers can match. */
public final class IntegrationFailure extends RuntimeException {

    private final String error;
    private final @Nullable String cause;

    /**
     * @param error the error name, for example {@code Lambda.TooManyRequestsException}
     * @param cause the cause in the terms of AWS: a text that explains the error, or null
     */
    public IntegrationFailure(String error, @Nullable String cause) {
        super(cause == null ? error : error + ": " + cause);
        this.error = error;
        this.cause = cause;
    }

    /** Returns the error name. */
    public String error() {
        return error;
    }

    /** Returns the text that AWS calls the cause, or null. */
    public @Nullable String detail() {
        return cause;
    }
}
