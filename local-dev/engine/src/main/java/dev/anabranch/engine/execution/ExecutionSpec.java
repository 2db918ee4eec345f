package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.value.SentJson;
import org.jspecify.annotations.Nullable;

/**
 * What an execution is of.
 *
 * @param timeoutSeconds how long it may run, or null
 * @param definitionBytes the size of the definition, which an Express execution's memory depends on
 * @param sentInput the input as the caller wrote it, or null if that is how JSON is written here
 * @param express whether it is an Express execution
 * @param historyKept whether its history can be read
 * @param mapRunArn the Map Run that it is a child of, or null
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

    /** Returns the JSON text of a value. An input, task result or answer that no state has changed keeps the text that it was sent as. */
    public String textOf(JsonNode value) {
        return isInput(value) && sentInput != null ? sentInput : SentJson.text(value);
    }

    /** Whether the value is the untouched input: not a copy, and not an equal value that a state made. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isInput(@Nullable JsonNode value) {
        return value == input;
    }
}
