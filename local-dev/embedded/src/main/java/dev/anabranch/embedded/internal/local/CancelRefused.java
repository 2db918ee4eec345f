package dev.anabranch.embedded.internal.local;

/** A request to cancel a run that was refused or not answered. The message is a sentence for the user. */
public final class CancelRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelRefused(String message) {
        super(message);
    }

    CancelRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
