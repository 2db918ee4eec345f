package dev.anabranch.engine.integration;

import org.jspecify.annotations.Nullable;

/** An action failed in a way that Retriers and Catchers can see. */
public final class IntegrationFailure extends RuntimeException {

    private final String error;
    private final @Nullable String cause;

    /**
     * @param error the error name, for instance {@code Lambda.TooManyRequestsException}
     * @param cause the text beside it, or null
     */
    public IntegrationFailure(String error, @Nullable String cause) {
        super(cause == null ? error : error + ": " + cause);
        this.error = error;
        this.cause = cause;
    }

    /** The error name. */
    public String error() {
        return error;
    }

    /** The text beside it, called the cause by AWS. */
    public @Nullable String detail() {
        return cause;
    }
}
