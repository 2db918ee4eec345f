package dev.anabranch.runs.internal.lifecycle;

import java.util.List;

/**
 * The request to end what is stopped in a scope, because a step in it has failed or its results are not needed.
 *
 * @param run the run
 * @param scope the node whose scope is stopped: an attempt, steps with a cleanup, an item of a fan-out or a fan-out
 * @param path the indexes of the scope
 * @param error the name of the reason
 * @param cause its description: the cause of a failure, which names the failed action, or a sentence
 */
public record StopRequest(String run, String scope, List<Long> path, String error, String cause) {
    /** Copies the list. */
    public StopRequest {
        path = List.copyOf(path);
    }
}
