package dev.anabranch.runtime.internal.invoke;

import java.time.Instant;

/**
 * How an invocation reached this process.
 *
 * @param deadline when the process is ended from outside
 * @param log where its log is, such as {@code group:stream:request} in CloudWatch
 */
public record Delivery(Instant deadline, String log) {}
