package dev.anabranch.workflow.internal.graph;

import java.time.Duration;
import java.util.Objects;

/**
 * The reuse of stored results between runs. A result is reused for the same task, version and input.
 *
 * @param version the version set by the user, who changes it when the task computes something else
 * @param ttlSeconds how long a result may be reused, in seconds; 0 for as long as it is stored
 */
public record CachePolicy(String version, long ttlSeconds) {

    /** Throws if the version is null. */
    public CachePolicy {
        Objects.requireNonNull(version, "version");
    }

    /** Creates a policy that reuses results for as long as they are stored. */
    public CachePolicy(String version) {
        this(version, 0);
    }

    /** Creates a policy with a time to live. Less than 1 second becomes -1, which the checks report. */
    public CachePolicy(String version, Duration ttl) {
        this(version, ttl.toSeconds() < 1 ? -1 : ttl.toSeconds());
    }
}
