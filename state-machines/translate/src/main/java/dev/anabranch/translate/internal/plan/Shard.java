package dev.anabranch.translate.internal.plan;

/**
 * The plan for the child executions of a Distributed Map. Each child runs an inline Map over its batch of items.
 *
 * @param express true for Express children, false for Standard children
 * @param batch the maximum number of items in a child
 * @param itemConcurrency how many items run in parallel in a child
 * @param childConcurrency how many children run in parallel; the product of both is at most the fan-out's concurrency
 * @param reason the reason for this plan, as a sentence
 */
public record Shard(boolean express, int batch, int itemConcurrency, int childConcurrency, String reason) {}
