package dev.anabranch.action;

import java.time.Instant;

/**
 * How an invocation reached this process.
 *
 * @param deadline when the process is ended from outside
 * @param log where its log is, such as the name of a log stream
 */
public record Delivery(Instant deadline, String log) {}
