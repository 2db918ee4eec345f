package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.internal.definition.StateGraph;

/**
 * An execution to launch.
 *
 * @param graph the states of the execution
 */
public record ExecutionLaunch(ExecutionSpec spec, StateGraph graph) {}
