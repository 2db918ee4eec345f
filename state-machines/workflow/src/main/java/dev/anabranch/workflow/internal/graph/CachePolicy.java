package dev.anabranch.workflow.internal.graph;

import java.time.Duration;
import java.util.Objects;

/**
 * Results are reused between runs: the same task, version and input give the stored result.
 *
 * @param version changed by the user when the task's meaning changes
 * @param ttlSeconds how long a result may be reused; 0 for as long as it is stored
 */
public record CachePolicy(String version, long ttlSeconds) {

    /** Refuses a version that is null. */
    public CachePolicy {
        Objects.requireNonNull(version, "version");
    }

    /** Reuse for as long as results are stored. */
    public CachePolicy(String version) {
        this(version, 0);
    }

    /** Reuse for a time; one of less than a second is no time, and refused by the checks. */
    public CachePolicy(String version, Duration ttl) {
        this(version, ttl.toSeconds() < 1 ? -1 : ttl.toSeconds());
    }
}
