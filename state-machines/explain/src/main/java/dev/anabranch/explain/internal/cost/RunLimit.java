package dev.anabranch.explain.internal.cost;

/**
 * A lower bound for the duration of a run because of one limit.
 *
 * @param id the id of the limit; it does not change between versions
 * @param what a short description of the limit
 * @param seconds the minimum duration, in seconds
 * @param quota the quota, per second or concurrent
 */
public record RunLimit(String id, String what, double seconds, long quota) {}
