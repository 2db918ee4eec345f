package dev.anabranch.runs.internal.lifecycle;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an answer to one action.
 *
 * @param path the indexes of the action
 * @param accepted true if the answer is that of the action
 * @param current the record of an action that does not wait; null if the answer was accepted or the action has no
 *     record
 */
public record SignalOutcome(
        List<Long> path, boolean accepted, @Nullable ActionRecord current) {

    /** Returns why the answer was refused, as the end of a sentence about the action. */
    public String reason() {
        if (current == null) {
            return "does not wait for an answer yet, or does not exist";
        }
        if (current.status() == ActionStatus.RUNNING) {
            return "does not wait for an answer";
        }
        return current.status().hasResult()
                ? "has already been answered"
                : "has ended without an answer: it is " + current.status();
    }
}
