package dev.anabranch.engine.internal.message;

import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/** The handler of messages to an execution. */
public interface MessageReceiver {

    /** Returns true if the execution is running or was redriven. */
    boolean isRunning();

    /** Stops the execution. */
    void onStop(StateFailure failure);

    /** Redrives the states that did not succeed. */
    void onRedrive();

    /** Returns the pending event with a number, or null if the execution no longer waits for it. */
    @Nullable
    PendingReceiver pending(long number);

    /** Returns the Map Run with an ARN, or null if it is closed. */
    @Nullable
    MapRunReceiver mapRun(String arn);
}
