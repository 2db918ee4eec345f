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
 * @param number the number of attempts that have begun; 0 before it is claimed
 */
public record RecordedAttempt(long order, Instant began, String log, String labels, Telemetry telemetry, int number) {

    /** The number of retries of one entry of a state that an order distinguishes. */
    public static final int RETRIES = 1_000;

    /** Creates an attempt at an action without labels. */
    public RecordedAttempt(long order, Instant began, String log) {
        this(order, began, log, "", Telemetry.NONE, 0);
    }

    /** Returns this attempt at an action with labels. */
    public RecordedAttempt labelled(String text) {
        return new RecordedAttempt(order, began, log, text, telemetry, number);
    }

    /** Returns this attempt with what it has reported. */
    public RecordedAttempt reporting(Telemetry reported) {
        return new RecordedAttempt(order, began, log, labels, reported, number);
    }

    /** Returns this attempt with the number of attempts that have begun. */
    public RecordedAttempt numbered(int begun) {
        return new RecordedAttempt(order, began, log, labels, telemetry, begun);
    }

    /** Returns the number of retries before this attempt, since the state machine entered the state. */
    public int retries() {
        return (int) (order % RETRIES);
    }
}
