package dev.anabranch.task;

/** Thrown by a task whose work cannot succeed in any attempt: the action fails without further retries. */
public class PermanentFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates a failure with a message for the user, which should describe the correction. */
    public PermanentFailure(String message) {
        super(message);
    }

    /** Creates a failure with a message and a cause. */
    public PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
