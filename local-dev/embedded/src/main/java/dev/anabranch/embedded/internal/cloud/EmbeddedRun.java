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
 * @param output what it returned, where it succeeded
 * @param failure what ended it, where it did not
 * @param actions how its actions ended
 */
public record EmbeddedRun(
        String id, String status, Optional<JsonNode> output, Optional<RunError> failure, ActionCounts actions) {

    /** True when the run returned. */
    public boolean succeeded() {
        return status.equals("SUCCEEDED");
    }
}
