package dev.anabranch.runtime.internal.record;

import java.time.Instant;

/**
 * One attempt at an action.
 *
 * @param order later attempts are greater: {@link dev.anabranch.runtime.internal.wire.Invocation#attemptOrder()}
 * @param began when it began
 * @param log where its log is, such as the name of a log stream
 */
public record Attempt(long order, Instant began, String log) {}
