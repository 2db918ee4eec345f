package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One call of an integration. */
public interface CallContext {

    /** The ARN of the execution that calls. */
    String executionArn();

    /** The same for a call that is made again because the engine was restarted before the answer came; no other call has it. */
    String callId();

    /** The state that calls. */
    String stateName();

    /** Which attempt this is: 0 for the first. */
    int retryCount();

    /** The token that ends the call, or null where the state does not wait for one. */
    @Nullable
    String taskToken();

    /** The engine's time. */
    Instant now();

    /**
     * Completes after a while of the engine's time. Virtual time passes only here: while the call is doing anything else, time
     * stands still for it.
     */
    CompletionStage<Void> after(Duration delay);

    /** Lets virtual time pass until the stage completes, because somebody else drives it. */
    <T> CompletionStage<T> meanwhile(CompletionStage<T> stage);

    /** The job that the state waits for was started; the answer comes when it ends. */
    void submitted(JsonNode response);

    /** Has the action run once nobody waits for the answer any more: the state timed out or was aborted. */
    void onAbandoned(Runnable action);
}
