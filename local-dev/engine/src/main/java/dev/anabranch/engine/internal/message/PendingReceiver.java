package dev.anabranch.engine.internal.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.port.StateFailure;
import org.jspecify.annotations.Nullable;

/** The handler of messages to a pending event. */
public interface PendingReceiver {

    /** The timer is due. */
    void onDue();

    /** The call or the work has completed. If both arguments are null, the call failed. */
    void onAnswered(@Nullable JsonNode result, @Nullable StateFailure failure);

    /** The call has started its job. */
    void onSubmitted(JsonNode response);

    /** {@code SendTaskSuccess} was called. */
    void onTaskSucceeded(JsonNode output);

    /** {@code SendTaskFailure} was called. */
    void onTaskFailed(StateFailure failure);

    /** {@code SendTaskHeartbeat} was called. */
    void onTaskHeartbeat();
}
