package dev.anabranch.runs.internal.record;

/**
 * The numbers of started actions of a run by status.
 *
 * @param partial true if the time limit ended the count early; each number is then a minimum
 */
public record ActionCounts(
        long total, long running, long succeeded, long failed, long cached, long aborted, boolean partial) {}
