package dev.anabranch.translate.internal.plan;

import java.util.Optional;

/**
 * The plan for one fan-out. The mode depends on the width at run time: an empty list runs nothing, up to {@code
 * inlineWidth} items run in an inline Map, and more items run in a Distributed Map.
 *
 * @param concurrency how many invocations, or passes through the body, may run in parallel in both modes: the requested
 *     concurrency, or this fan-out's share of the account's concurrent functions
 * @param inlineWidth the largest number of items that run inline
 * @param inlineConcurrency how many items run in parallel in the inline Map
 * @param shard the plan for the Distributed Map; empty if the fan-out never uses one because the user promised a small
 *     width
 * @param reason the reason for the inline width, as a sentence
 */
public record FanOutPlan(
        int concurrency, int inlineWidth, int inlineConcurrency, Optional<Shard> shard, String reason) {}
