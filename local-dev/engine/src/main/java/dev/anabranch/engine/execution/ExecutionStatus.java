package dev.anabranch.engine.execution;

/** The status of an execution or a Map Run. */
public enum ExecutionStatus {
    /** Has not ended, or was redriven. */
    RUNNING,
    /** Ended with an output. */
    SUCCEEDED,
    /** Ended with an error. */
    FAILED,
    /** Exceeded its timeout. */
    TIMED_OUT,
    /** Was stopped. */
    ABORTED
}
