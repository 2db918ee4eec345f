package dev.anabranch.runtime.internal.record;

import java.time.Instant;

/**
 * An attempt at an action.
 *
 * @param order increases with each attempt, see {@link dev.anabranch.runtime.internal.wire.Invocation#attemptOrder()}
 * @param began when it began
 * @param log the location of its log, such as the name of a log stream
 */
public record RecordedAttempt(long order, Instant began, String log) {}
