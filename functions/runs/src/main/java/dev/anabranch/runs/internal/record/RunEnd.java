package dev.anabranch.runs.internal.record;

import dev.anabranch.runtime.internal.record.StoredResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status anything but RUNNING
 * @param ended when
 * @param output where the wire is that its state machine put out; null unless it succeeded
 * @param error what ended it; null where it succeeded
 */
public record RunEnd(
        RunStatus status,
        Instant ended,
        @Nullable StoredResult output,
        @Nullable RunError error) {

    /** Refuses the end of a run that goes on. */
    public RunEnd {
        if (!status.ended()) {
            throw new IllegalArgumentException("A run that is RUNNING has not ended.");
        }
    }
}
