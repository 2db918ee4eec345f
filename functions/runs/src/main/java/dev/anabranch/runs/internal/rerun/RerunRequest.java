package dev.anabranch.runs.internal.rerun;

import dev.anabranch.runs.internal.record.RunRequest;
import java.util.Optional;

/**
 * A run to run again.
 *
 * @param run the run that results are adopted from
 * @param selection what to compute again
 * @param runId the id that the new run shall have; empty for one that is made up
 * @param idempotencyKey see {@link RunRequest#idempotencyKey()}
 * @param noCache true where what is computed again may not be taken from the cache
 */
public record RerunRequest(
        String run,
        RerunSelection selection,
        Optional<String> runId,
        Optional<String> idempotencyKey,
        boolean noCache) {

    /** Computes whatever did not succeed. */
    public static RerunRequest of(String run) {
        return of(run, new RerunSelection.Unfinished());
    }

    /** Computes a selection. */
    public static RerunRequest of(String run, RerunSelection selection) {
        return new RerunRequest(run, selection, Optional.empty(), Optional.empty(), false);
    }

    /** The same with an id. */
    public RerunRequest named(String id) {
        return new RerunRequest(run, selection, Optional.of(id), idempotencyKey, noCache);
    }

    /** The same, once. */
    public RerunRequest once(String key) {
        return new RerunRequest(run, selection, runId, Optional.of(key), noCache);
    }

    /** The same without the cache. */
    public RerunRequest withoutCache() {
        return new RerunRequest(run, selection, runId, idempotencyKey, true);
    }
}
