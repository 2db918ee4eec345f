package dev.anabranch.runs.internal.record;

import dev.anabranch.runtime.internal.record.StoredResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status any status except RUNNING
 * @param ended when it ended
 * @param output where the output of its state machine is stored, as the JSON form of a
 *     {@link dev.anabranch.runtime.internal.wire.Wire}; null unless it succeeded
 * @param error why it failed; null if it succeeded
 */
public record RunEnd(
        RunStatus status,
        Instant ended,
        @Nullable StoredResult output,
        @Nullable RunError error) {

    /**
     * Creates an end.
     *
     * @throws IllegalArgumentException if the status is RUNNING
     */
    public RunEnd {
        if (!status.ended()) {
            throw new IllegalArgumentException("The status of a run that has ended must not be RUNNING.");
        }
    }
}
