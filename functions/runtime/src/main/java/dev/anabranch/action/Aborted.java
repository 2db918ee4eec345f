package dev.anabranch.action;

/** The run was cancelled. Not retried. */
public final class Aborted extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public Aborted(String where, String reason) {
        super(where, Aborted.class.getName(), reason);
    }
}
