package dev.anabranch.runs.internal.record;

/**
 * What ended a run.
 *
 * @param node the node whose action failed first; empty where no action did
 * @param action its indexes joined by dots; empty outside any fan-out
 * @param name the name of the error
 * @param message what it says
 */
public record RunError(String node, String action, String name, String message) {}
