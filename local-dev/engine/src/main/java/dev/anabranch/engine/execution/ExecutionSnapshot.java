package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of an execution at one moment.
 *
 * @param stopDate null while it runs
 * @param output null unless it succeeded
 * @param error the error name, or null
 * @param cause the explanation of the error, or null
 * @param redriveDate the time of the last redrive, or null
 */
public record ExecutionSnapshot(
        ExecutionSpec spec,
        ExecutionStatus status,
        Instant startDate,
        @Nullable Instant stopDate,
        @Nullable JsonNode output,
        @Nullable String error,
        @Nullable String cause,
        int redriveCount,
        @Nullable Instant redriveDate) {}
