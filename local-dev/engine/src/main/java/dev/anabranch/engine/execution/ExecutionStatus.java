package dev.anabranch.engine.execution;

/** Where an execution, or a Map Run, stands. */
public enum ExecutionStatus {
    /** Not ended, or redriven. */
    RUNNING,
    /** Ended with an output. */
    SUCCEEDED,
    /** Ended with an error. */
    FAILED,
    /** Ran longer than it may. */
    TIMED_OUT,
    /** Was stopped. */
    ABORTED
}
