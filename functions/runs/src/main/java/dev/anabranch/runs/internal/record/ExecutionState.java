package dev.anabranch.runs.internal.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Step Functions says of a run's execution.
 *
 * @param status how far it is
 * @param stopped when it ended; null while it runs
 * @param output JSON text; null unless it succeeded
 * @param error the name of the error; null where there is none
 * @param cause what is said of the error; null where nothing is
 */
public record ExecutionState(
        RunStatus status,
        @Nullable Instant stopped,
        @Nullable String output,
        @Nullable String error,
        @Nullable String cause) {}
