package dev.anabranch.runs.internal.record;

/**
 * How many actions a run has, by how far they are; those that were not started are not counted.
 *
 * @param partial true where there was no time to count them all: each number is then the least that there are
 */
public record ActionCounts(
        long total, long running, long succeeded, long failed, long cached, long aborted, boolean partial) {}
