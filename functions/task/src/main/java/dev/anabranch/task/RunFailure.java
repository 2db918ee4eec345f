package dev.anabranch.task;

/**
 * Why a run has failed: the input of the task that a workflow calls when its run fails.
 *
 * @param workflow the name of the workflow
 * @param run the id of the run
 * @param node the node that failed; empty if the failure is of no node, such as a list that is longer than promised
 * @param item the indexes of the item that failed, joined by dots; empty outside any fan-out
 * @param label the labels of that item and of the items around it, joined by {@code " / "}; empty if none has a label
 * @param error the name of the error, such as {@code java.lang.IllegalStateException} or {@code Anabranch.Timeout}
 * @param message the error's message; empty if it has none
 */
public record RunFailure(
        String workflow, String run, String node, String item, String label, String error, String message) {}
