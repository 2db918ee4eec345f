package dev.anabranch.testkit;

import java.util.List;

/**
 * An action of a run that has ended.
 *
 * @param node the name of its node
 * @param path its indexes, outermost fan-out first; empty outside any fan-out
 * @param status of its record: {@code SUCCEEDED}, {@code FAILED}, {@code CACHED}, {@code ABORTED} or {@code RUNNING}
 * @param error the name of the error that it ended with; empty where there was none
 * @param message what that said
 * @param attempts all of them, in the order in which they ended; also those that never got to the function
 */
public record TestAction(
        String node, List<Long> path, String status, String error, String message, List<TestAttempt> attempts) {

    /** Copies the lists. */
    public TestAction {
        path = List.copyOf(path);
        attempts = List.copyOf(attempts);
    }

    /** The action as people write it, such as {@code classify[3]}. */
    @Override
    public String toString() {
        return path.isEmpty() ? node : node + path;
    }
}
