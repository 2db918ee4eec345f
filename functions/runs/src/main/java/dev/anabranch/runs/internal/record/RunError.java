package dev.anabranch.runs.internal.record;

/**
 * Why a run failed.
 *
 * @param node the node whose action failed first; empty if no action failed
 * @param action the indexes of that action, joined by dots; empty outside any fan-out
 * @param name the name of the error
 * @param message the message of the error
 * @param label the labels of the items around that action as one text; empty if there are none
 */
public record RunError(String node, String action, String name, String message, String label) {

    /** Creates the error of an action without labels. */
    public RunError(String node, String action, String name, String message) {
        this(node, action, name, message, "");
    }
}
