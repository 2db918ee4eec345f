package dev.anabranch.runs.internal.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run's execution.
 *
 * @param status its status
 * @param stopped when it ended; null while it runs
 * @param output JSON text; null unless it succeeded
 * @param error the name of the error; null if there is none
 * @param cause the cause of the error; null if there is none
 */
public record ExecutionState(
        RunStatus status,
        @Nullable Instant stopped,
        @Nullable String output,
        @Nullable String error,
        @Nullable String cause) {}
