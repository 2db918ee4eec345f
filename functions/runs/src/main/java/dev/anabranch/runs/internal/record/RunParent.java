package dev.anabranch.runs.internal.record;

/**
 * The action that started a run.
 *
 * @param run the run of the action
 * @param node the node of the action
 * @param action the indexes of the action, joined by dots; empty outside any fan-out
 */
public record RunParent(String run, String node, String action) {}
