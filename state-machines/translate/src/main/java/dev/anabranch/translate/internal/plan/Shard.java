package dev.anabranch.translate.internal.plan;

/**
 * How a fan-out that runs as a Distributed Map is cut into child executions. Each child runs an inline Map over its batch of items.
 *
 * @param express true for Express children, false for Standard ones
 * @param batch the most items in a child
 * @param inner items at once inside a child
 * @param outer children at once; {@code inner * outer} never exceeds what was asked for
 * @param reason why it is so, as a sentence
 */
public record Shard(boolean express, int batch, int inner, int outer, String reason) {}
