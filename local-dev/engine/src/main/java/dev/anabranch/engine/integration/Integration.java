package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;

/** A service action that Task states can call, for example {@code lambda:invoke}. */
@FunctionalInterface
public interface Integration {

    /**
     * Starts the action. Must not block, because the calling thread runs the execution.
     *
     * @param arguments the arguments of the state
     * @return the result; completes exceptionally with an {@link IntegrationFailure} if the action fails
     */
    CompletionStage<JsonNode> call(JsonNode arguments, CallContext context);
}
