package dev.anabranch.engine.internal.definition;

import org.jspecify.annotations.Nullable;

/**
 * A valid definition.
 *
 * @param graph the top-level states
 * @param timeoutSeconds the timeout of an execution, or null for no limit
 */
public record StateMachineDefinition(
        StateGraph graph, @Nullable Long timeoutSeconds) {}
