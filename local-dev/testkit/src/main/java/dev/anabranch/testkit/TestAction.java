package dev.anabranch.testkit;

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
 */
public record TestAction(
        String node, List<Long> path, String status, String error, String message, List<TestAttempt> attempts) {

    /** Copies the lists. */
    public TestAction {
        path = List.copyOf(path);
        attempts = List.copyOf(attempts);
    }

    /** Returns the action as text, such as {@code classify[3]}. */
    @Override
    public String toString() {
        return path.isEmpty() ? node : node + path;
    }
}
