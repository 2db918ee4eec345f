package dev.anabranch.engine.internal.definition;

import org.jspecify.annotations.Nullable;

/**
 * A definition without errors.
 *
 * @param graph the top-level states
 * @param timeoutSeconds how long an execution may run, or null for no limit
 */
public record StateMachineDefinition(
        StateGraph graph, @Nullable Long timeoutSeconds) {}
