package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** The text of a value: of the input, and of an output that is the untouched input, as the caller wrote it. */
    public String textOf(JsonNode value) {
        return isInput(value) && sentInput != null ? sentInput : value.toString();
    }

    /** Whether the value is the untouched input: not a copy, and not an equal value that a state made. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isInput(@Nullable JsonNode value) {
        return value == input;
    }
}
