package dev.anabranch.task;

/** Thrown by a task whose work cannot succeed however often it is tried: the action fails at once, without retries. */
public class PermanentFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that the reader of {@code message} can act upon. */
    public PermanentFailure(String message) {
        super(message);
    }

    /** A failure with what led to it. */
    public PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
