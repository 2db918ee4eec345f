package dev.anabranch.cli.internal.terminal;

/** An error that the user can correct. The message says what is wrong and how to correct it. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }

    public UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
