package dev.anabranch.action;

/** Trying again cannot help: the task said so, or its input or output has no form that can be read or written. Never retried. */
public final class TaskRejected extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public TaskRejected(String where, String error, String reason) {
        super(where, error, reason);
    }
}
