package dev.anabranch.testkit;

import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.util.List;

/**
 * An action of a run that has ended.
 *
 * @param node the name of its node
 * @param path its indexes, outermost fan-out first; empty outside any fan-out
 * @param status the status in its record: {@code SUCCEEDED}, {@code FAILED}, {@code CACHED}, {@code ABORTED} or {@code
 *     RUNNING}
 * @param error the name of its error; empty if it did not fail
 * @param message the message of its error
 * @param attempts all attempts in the order in which they ended, including those that did not reach the function
 * @param label the label of its item; those of nested items are joined as in {@code Norway / Oslo}; empty if there is none
 */
public record TestAction(
        String node,
        List<Long> path,
        String status,
        String error,
        String message,
        List<TestAttempt> attempts,
        String label) {

    /** Copies the lists. */
    public TestAction {
        path = List.copyOf(path);
        attempts = List.copyOf(attempts);
    }

    /** Returns the action as text, such as {@code classify[3]} or {@code classify[3] "Norway"}. */
    @Override
    public String toString() {
        String indexes = path.isEmpty() ? node : node + path;
        return label.isEmpty() ? indexes : indexes + " " + ItemLabels.quoted(label);
    }
}
