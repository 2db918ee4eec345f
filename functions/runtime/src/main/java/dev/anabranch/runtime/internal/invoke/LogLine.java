package dev.anabranch.runtime.internal.invoke;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of an action's log.
 *
 * @param attempt the number of the attempt, from 1
 * @param message the text, which can have line breaks and, because tasks write it, any other characters
 * @param error the class of the exception that the line reports; null if it reports none
 * @param stack the stack trace of that exception, with its causes; null if the line reports none
 * @param label the labels of the items around the action as one text; empty if there are none
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
        @Nullable String error,
        @Nullable String stack,
        String label) {}
