package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.value.SentJson;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an execution.
 *
 * @param timeoutSeconds the timeout, or null
 * @param definitionBytes the size of the definition, which is part of the charged memory of an Express execution
 * @param sentInput the text of the input as the caller sent it; null if it equals the engine's JSON text
 * @param express true for an Express execution
 * @param historyKept true if the history can be read
 * @param mapRunArn the Map Run of a child execution, or null
 */
public record ExecutionSpec(
        String arn,
        String name,
        String stateMachineArn,
        String stateMachineName,
        String roleArn,
        @Nullable Long timeoutSeconds,
        long definitionBytes,
        JsonNode input,
        @Nullable String sentInput,
        boolean express,
        boolean historyKept,
        @Nullable String mapRunArn) {

    /**
     * Returns the JSON text of a value. An input, task result or response that no state has changed keeps the text in
     * which it was sent.
     */
    public String textOf(JsonNode value) {
        return isInput(value) && sentInput != null ? sentInput : SentJson.text(value);
    }

    /** Returns true if the value is the same object as the input, not a copy or an equal value. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isInput(@Nullable JsonNode value) {
        return value == input;
    }
}
