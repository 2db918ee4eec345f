package dev.anabranch.runs.internal.record;

/** How far a run is: what Step Functions says of its execution. */
public enum RunStatus {
    /** It has been started and has not ended. */
    RUNNING,
    /** It returned. */
    SUCCEEDED,
    /** An action failed for good, or the state machine could not go on. */
    FAILED,
    /** It took longer than its state machine allows. */
    TIMED_OUT,
    /** It was cancelled. */
    ABORTED;

    /** True when nothing will change any more. */
    public boolean ended() {
        return this != RUNNING;
    }
}
