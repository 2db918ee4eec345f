package dev.anabranch.engine.internal.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.StateGraph;
import org.jspecify.annotations.Nullable;

/**
 * What an execution is of.
 *
 * @param graph what it runs
 * @param timeoutSeconds how long it may run, or null
 * @param definitionBytes the size of the definition, which an Express execution's memory depends on
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
        StateGraph graph,
        @Nullable Long timeoutSeconds,
        long definitionBytes,
        JsonNode input,
        boolean express,
        boolean historyKept,
        @Nullable String mapRunArn) {}
