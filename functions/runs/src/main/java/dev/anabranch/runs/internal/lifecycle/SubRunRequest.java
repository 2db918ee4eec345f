package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runs.internal.record.RunParent;
import java.util.List;

/**
 * The request of an action to run another workflow.
 *
 * @param run the run of the action
 * @param node the node of the action
 * @param path the indexes of the action
 * @param workflow the name of the workflow
 * @param input the input of the new run
 * @param labels the text form of the labels of the items around the action
 */
public record SubRunRequest(String run, String node, List<Long> path, String workflow, JsonNode input, String labels) {
    /** Copies the list. */
    public SubRunRequest {
        path = List.copyOf(path);
    }

    RunParent parent() {
        return new RunParent(run, node, RunWalk.joined(path));
    }
}
