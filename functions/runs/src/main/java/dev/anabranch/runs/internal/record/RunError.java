package dev.anabranch.runs.internal.record;

/**
 * Why a run failed.
 *
 * @param node the node whose action failed first; empty if no action failed
 * @param action the indexes of that action, joined by dots; empty outside any fan-out
 * @param name the name of the error
 * @param message the message of the error
 */
public record RunError(String node, String action, String name, String message) {

    /** The name of the error of a run whose execution does not exist any more, because its process was killed. */
    public static final String LOST = "Anabranch.ExecutionLost";
}
