package dev.anabranch.engine.internal.message;

/** The handler of messages to a Map Run. */
public interface MapRunReceiver {

    /** A child execution has ended. */
    void onChildEnded(ExecutionMessage.ChildEnded ended);

    /** {@code UpdateMapRun} was called. */
    void onLimitsChanged(ExecutionMessage.LimitsChanged limits);
}
