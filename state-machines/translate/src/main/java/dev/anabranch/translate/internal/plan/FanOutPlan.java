package dev.anabranch.translate.internal.plan;

import java.util.Optional;

/**
 * How one fan-out runs. Its width is known only at run time, and decides then: no items, nothing runs; up to {@code inlineWidth}, an
 * inline Map; more, a Distributed Map.
 *
 * @param concurrency the most invocations, or passes through the body, at once in either mode: what was asked for, else this fan-out's
 *     share of the functions that an account may have at once
 * @param inlineWidth the most items that are run inline
 * @param inlineConcurrency items at once when inline
 * @param shard how it is distributed; empty where it never is, because the user promised a width or AWS does not allow it
 * @param reason why the widths are so, as a sentence
 */
public record FanOutPlan(
        int concurrency, int inlineWidth, int inlineConcurrency, Optional<Shard> shard, String reason) {}
