package dev.anabranch.action;

import org.jspecify.annotations.Nullable;

/** What an action was given cannot be read, however often it is tried: it has another shape than the task expects, or is not there. */
public final class UnreadableInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what cannot be read and why; no payload is part of the message. */
    public UnreadableInput(String message) {
        super(message);
    }

    /** The same with what led to it, where that may be told. */
    public UnreadableInput(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
