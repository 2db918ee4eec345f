package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.time.Instant;

/**
 * An attempt at an action.
 *
 * @param order increases with each attempt, see {@link dev.anabranch.runtime.internal.wire.Invocation#attemptOrder()}
 * @param began when it began
 * @param log the location of its log, such as the name of a log stream
 * @param labels the text form of the labels of the action, or of the actions that share the record: see {@link
 *     ItemLabels}; empty if no item has a label
 * @param telemetry what it has reported so far
 */
public record RecordedAttempt(long order, Instant began, String log, String labels, Telemetry telemetry) {

    /** Creates an attempt at an action without labels. */
    public RecordedAttempt(long order, Instant began, String log) {
        this(order, began, log, "", Telemetry.NONE);
    }

    /** Returns this attempt at an action with labels. */
    public RecordedAttempt labelled(String text) {
        return new RecordedAttempt(order, began, log, text, telemetry);
    }

    /** Returns this attempt with what it has reported. */
    public RecordedAttempt reporting(Telemetry reported) {
        return new RecordedAttempt(order, began, log, labels, reported);
    }
}
