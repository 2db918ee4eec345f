package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An answer to waits of one node of a run.
 *
 * @param run the id of the run
 * @param node the node that waits
 * @param paths the indexes of each action that is answered; one empty list outside fan-outs
 * @param answer the answer, which the caller has checked against the type of the node
 * @param key identifies the request, so that its repetition has the same outcome
 */
public record SignalRequest(String run, String node, List<List<Long>> paths, JsonNode answer, String key) {

    /** Copies the list. */
    public SignalRequest {
        paths = paths.stream().map(List::copyOf).toList();
    }
}
