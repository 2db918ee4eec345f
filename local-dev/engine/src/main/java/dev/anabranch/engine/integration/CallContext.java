package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The context of one call of an integration. */
public interface CallContext {

    /** Returns the ARN of the calling execution. */
    String executionArn();

    /**
     * Returns the unique id of the call. A call that is repeated after a restart keeps its id, so the id can be used as
     * an idempotency token.
     */
    String callId();

    /** Returns the name of the calling state. */
    String stateName();

    /** Returns the number of retries so far: 0 for the first attempt. */
    int retryCount();

    /** Returns the task token, or null if the state does not wait for a callback. */
    @Nullable
    String taskToken();

    /** Returns the current time of the engine's clock. */
    Instant now();

    /**
     * Returns a stage that completes after a delay by the engine's clock. Virtual time advances only during this wait
     * and during {@link #meanwhile}, not while the call is computing.
     */
    CompletionStage<Void> after(Duration delay);

    /**
     * Allows virtual time to advance until the stage completes. For a stage that depends on other timers of the engine.
     */
    <T> CompletionStage<T> meanwhile(CompletionStage<T> stage);

    /** Reports that the job was started for which the state waits. The call completes when the job ends. */
    void submitted(JsonNode response);

    /** Registers an action that runs when the state times out or is aborted before the call completes. */
    void onAbandoned(Runnable action);
}
