package dev.anabranch.runtime.internal.invoke;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an action's log.
 *
 * @param attempt 1 for the first attempt
 * @param thrown what the line is about, if it is an exception
 */
public record LogLine(
        Instant time,
        System.Logger.Level level,
        String runId,
        String workflow,
        String node,
        List<Long> path,
        int attempt,
        String message,
        @Nullable Throwable thrown) {}
