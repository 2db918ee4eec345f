package dev.anabranch.run;

/** How many actions a run has, by how far they are; those that were not started are not counted. */
public record ActionCounts(long total, long running, long succeeded, long failed, long cached, long aborted) {}
