package dev.anabranch.runs.internal.rerun;

import dev.anabranch.runs.internal.record.RunRequest;
import java.util.Optional;

/**
 * A request to rerun a run.
 *
 * @param run the id of the earlier run, whose results are adopted
 * @param selection what to compute
 * @param runId the id of the new run; empty to generate one
 * @param idempotencyKey see {@link RunRequest#idempotencyKey()}
 * @param noCache true to ignore cached results for the actions that are computed
 */
public record RerunRequest(
        String run,
        RerunSelection selection,
        Optional<String> runId,
        Optional<String> idempotencyKey,
        boolean noCache) {

    /** Creates a request that computes what did not succeed. */
    public static RerunRequest of(String run) {
        return of(run, new RerunSelection.Unfinished());
    }

    /** Creates a request that computes a selection. */
    public static RerunRequest of(String run, RerunSelection selection) {
        return new RerunRequest(run, selection, Optional.empty(), Optional.empty(), false);
    }

    /** Returns this request with an id for the new run. */
    public RerunRequest named(String id) {
        return new RerunRequest(run, selection, Optional.of(id), idempotencyKey, noCache);
    }

    /** Returns this request with an idempotency key. */
    public RerunRequest once(String key) {
        return new RerunRequest(run, selection, runId, Optional.of(key), noCache);
    }

    /** Returns this request with the cache ignored. */
    public RerunRequest withoutCache() {
        return new RerunRequest(run, selection, runId, idempotencyKey, true);
    }
}
