package dev.anabranch.explain.internal.cost;

/**
 * Something that holds a run back: alone it makes the run take {@code seconds}.
 *
 * @param id which one; stable over versions
 * @param what the limit, in a few words
 * @param seconds how long the run takes at least because of it
 * @param quota how much there is a second, or at once
 */
public record RunLimit(String id, String what, double seconds, long quota) {}
