package dev.anabranch.runtime.internal.invoke;

import java.time.Instant;

/**
 * One delivery of an invocation to this process.
 *
 * @param deadline when the process is terminated
 * @param log the location of its log, such as {@code group:stream:request} in CloudWatch
 */
public record Delivery(Instant deadline, String log) {}
