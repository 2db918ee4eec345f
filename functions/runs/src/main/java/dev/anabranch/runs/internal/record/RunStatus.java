package dev.anabranch.runs.internal.record;

/** The status of a run: that of its Step Functions execution, or {@link #LOST}. */
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
    ABORTED,
    /**
     * The execution of the run does not exist: the process that ran it was killed, or it never started. A rerun adopts
     * what had finished.
     */
    LOST;

    /** Returns true if the status is final. */
    public boolean ended() {
        return this != RUNNING;
    }
}
