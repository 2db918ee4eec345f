package dev.anabranch.runs.internal.record;

/** The status of a run, which is that of its Step Functions execution. */
public enum RunStatus {
    /** The run was started and has not ended. */
    RUNNING,
    /** The run returned a result. */
    SUCCEEDED,
    /** An action failed in its last attempt, or the state machine failed. */
    FAILED,
    /** The run exceeded the timeout of its state machine. */
    TIMED_OUT,
    /** The run was cancelled. */
    ABORTED;

    /** Returns true if the status is final. */
    public boolean ended() {
        return this != RUNNING;
    }
}
