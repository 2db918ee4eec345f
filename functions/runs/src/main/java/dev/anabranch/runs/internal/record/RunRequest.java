package dev.anabranch.runs.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A request to start a run.
 *
 * @param workflow the name of the workflow
 * @param input the input of the run
 * @param runId the id of the run: 1 to 80 letters, digits, hyphens and underscores; empty to generate one
 * @param idempotencyKey makes the request idempotent: an equal request with the same key returns the same run; at most
 *     255 characters
 * @param noCache true to ignore cached results of earlier runs
 */
public record RunRequest(
        String workflow, JsonNode input, Optional<String> runId, Optional<String> idempotencyKey, boolean noCache) {

    /** Creates a request without options. */
    public static RunRequest of(String workflow, JsonNode input) {
        return new RunRequest(workflow, input, Optional.empty(), Optional.empty(), false);
    }

    /** Returns this request with an id for the run. */
    public RunRequest named(String id) {
        return new RunRequest(workflow, input, Optional.of(id), idempotencyKey, noCache);
    }

    /** Returns this request with an idempotency key. */
    public RunRequest once(String key) {
        return new RunRequest(workflow, input, runId, Optional.of(key), noCache);
    }

    /** Returns this request with the cache ignored. */
    public RunRequest withoutCache() {
        return new RunRequest(workflow, input, runId, idempotencyKey, true);
    }
}
