package dev.anabranch.cli.internal.terminal;

/** A mistake of the person at the keyboard; the message says in one sentence what is wrong and how to put it right. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }

    public UsageError(String message, Throwable cause) {
        super(message, cause);
    }
}
