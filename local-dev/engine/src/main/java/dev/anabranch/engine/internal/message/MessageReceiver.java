package dev.anabranch.engine.internal.message;

import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/** The execution that handles messages, as the messages see it. */
public interface MessageReceiver {

    /** Whether the execution runs: it has not ended, or was redriven since. */
    boolean isRunning();

    /** Stops the execution. */
    void onStop(StateFailure failure);

    /** Runs what had not succeeded again. */
    void onRedrive();

    /** Returns the pending event of that number, or null if the execution does not wait for it any more. */
    @Nullable
    PendingReceiver pending(long number);

    /** Returns the Map Run of that ARN, or null if it is closed. */
    @Nullable
    MapRunReceiver mapRun(String arn);
}
