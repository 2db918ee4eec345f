package dev.anabranch.embedded.internal.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunError;
import java.util.Optional;

/**
 * A run that has ended.
 *
 * @param id its id
 * @param status {@code SUCCEEDED}, {@code FAILED}, {@code TIMED_OUT} or {@code ABORTED}
 * @param output its output; empty unless it succeeded
 * @param failure its failure; empty if it succeeded
 * @param actions the numbers of its actions by status
 */
public record EmbeddedRun(
        String id, String status, Optional<JsonNode> output, Optional<RunError> failure, ActionCounts actions) {

    /** Returns whether the run succeeded. */
    public boolean succeeded() {
        return status.equals("SUCCEEDED");
    }
}
