package dev.anabranch.engine.internal.execution;

/** One visit of a state, as its strand sees it. */
public interface Visit {

    /** Enters the state and makes the first attempt. */
    void enter();

    /** Cancels what the visit has in flight. */
    void abort();

    /** Resumes the visit after a redrive. */
    void redrive();

    /** Records that the state was aborted, for the types of states that have such an event. */
    void recordAborted(long previousEvent);
}
