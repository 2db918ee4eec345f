package dev.anabranch.action;

/** The task threw an exception. Retried according to the retry policy of the call. */
public final class TaskFailed extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public TaskFailed(String where, String error, String reason) {
        super(where, error, reason);
    }
}
