package dev.anabranch.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A run that has ended.
 *
 * @param id its id
 * @param status {@code SUCCEEDED}, {@code FAILED}, {@code TIMED_OUT} or {@code ABORTED}
 * @param output what it returned, where it succeeded
 * @param failure what ended it, where it did not
 * @param actions how its actions ended
 */
public record Run(
        String id, String status, Optional<JsonNode> output, Optional<RunFailure> failure, ActionCounts actions) {

    /** True when the run returned. */
    public boolean succeeded() {
        return status.equals("SUCCEEDED");
    }

    /** How many actions there were, by how they ended; those that were not started are not counted. */
    public record ActionCounts(long total, long succeeded, long failed, long cached) {}

    /**
     * What ended a run.
     *
     * @param node the node whose action failed first; empty where no action did
     * @param action its indexes joined by dots; empty outside any fan-out
     * @param name the name of the error
     * @param message what it says
     */
    public record RunFailure(String node, String action, String name, String message) {}
}
