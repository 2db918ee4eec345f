package dev.anabranch.engine.internal.execution;

/** One visit of a state. */
public interface Visit {

    /** Enters the state and makes the first attempt. */
    void enter();

    /** Cancels the pending calls and timers of the visit. */
    void abort();

    /** Resumes the visit after a redrive. */
    void redrive();

    /** Records that the state was aborted, if the type of state has such an event. */
    void recordAborted(long previousEvent);
}
