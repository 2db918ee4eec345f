package dev.anabranch.engine.internal.message;

/** A Map Run of an execution, as the messages see it. */
public interface MapRunReceiver {

    /** A child execution has ended. */
    void onChildEnded(ExecutionMessage.ChildEnded ended);

    /** {@code UpdateMapRun} was called. */
    void onLimitsChanged(ExecutionMessage.LimitsChanged limits);
}
