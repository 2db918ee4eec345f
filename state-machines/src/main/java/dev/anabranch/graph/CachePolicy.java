package dev.anabranch.graph;

/**
 * Results are reused between runs: the same task, version and input give the stored result.
 *
 * @param version changed by the user when the task's meaning changes
 * @param ttlSeconds how long a result may be reused; 0 for as long as it is stored
 */
public record CachePolicy(String version, long ttlSeconds) {}
