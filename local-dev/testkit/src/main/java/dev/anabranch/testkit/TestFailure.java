package dev.anabranch.testkit;

import dev.anabranch.runs.internal.record.RunError;
import java.util.List;

/**
 * The failure that ended a run.
 *
 * @param node the node of the action that failed first; empty if no action failed
 * @param path the indexes of the action, outermost fan-out first; empty outside any fan-out
 * @param error the name of the error
 * @param message the message of the error
 * @param label the label of the action's item, as of {@link TestAction#label()}; empty if there is none
 */
public record TestFailure(String node, List<Long> path, String error, String message, String label) {

    /** Copies the list. */
    public TestFailure {
        path = List.copyOf(path);
    }

    static TestFailure of(RunError error) {
        return new TestFailure(
                error.node(), FunctionFaults.path(error.action()), error.name(), error.message(), error.label());
    }
}
