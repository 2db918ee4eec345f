package dev.anabranch.engine.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;

/** A service action that Task states can call, such as {@code lambda:invoke}. */
@FunctionalInterface
public interface Integration {

    /**
     * Starts the action. Must not block: the calling thread runs the execution.
     *
     * @param arguments what the state passes
     * @return the result; completed with an {@link IntegrationFailure} if the action fails
     */
    CompletionStage<JsonNode> call(JsonNode arguments, CallContext context);
}
