package dev.anabranch.action;

/**
 * No further attempt can succeed: the task threw a permanent failure, or its input or output cannot be read or written.
 * Not retried.
 */
public final class TaskRejected extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public TaskRejected(String where, String error, String reason) {
        super(where, error, reason);
    }
}
