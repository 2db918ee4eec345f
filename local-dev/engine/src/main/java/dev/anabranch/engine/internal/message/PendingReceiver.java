package dev.anabranch.engine.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/** A pending event of an execution, as the messages see it. */
public interface PendingReceiver {

    /** The time has come. */
    void onDue();

    /** The call or the work has completed. A call may return neither result nor failure, which is a failure. */
    void onAnswered(@Nullable JsonNode result, @Nullable StateFailure failure);

    /** The call has submitted its job. */
    void onSubmitted(JsonNode response);

    /** {@code SendTaskSuccess} was called. */
    void onTaskSucceeded(JsonNode output);

    /** {@code SendTaskFailure} was called. */
    void onTaskFailed(StateFailure failure);

    /** {@code SendTaskHeartbeat} was called. */
    void onTaskHeartbeat();
}
