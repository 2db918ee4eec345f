package dev.anabranch.runs.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A run to start.
 *
 * @param workflow the name of the workflow
 * @param input what the run is given
 * @param runId the id that it shall have: 1 to 80 letters, digits, hyphens and underscores; empty for one that is made up
 * @param idempotencyKey a second start with the same key and the same request is the first one; at most 255 characters
 * @param noCache true where no result may be taken from an earlier run's cache
 */
public record RunRequest(
        String workflow, JsonNode input, Optional<String> runId, Optional<String> idempotencyKey, boolean noCache) {

    /** A run with nothing special about it. */
    public static RunRequest of(String workflow, JsonNode input) {
        return new RunRequest(workflow, input, Optional.empty(), Optional.empty(), false);
    }

    /** The same with an id. */
    public RunRequest named(String id) {
        return new RunRequest(workflow, input, Optional.of(id), idempotencyKey, noCache);
    }

    /** The same, once. */
    public RunRequest once(String key) {
        return new RunRequest(workflow, input, runId, Optional.of(key), noCache);
    }

    /** The same without the cache. */
    public RunRequest withoutCache() {
        return new RunRequest(workflow, input, runId, idempotencyKey, true);
    }
}
