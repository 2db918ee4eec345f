package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An action of a run.
 *
 * @param node the name of its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param record its record
 * @param spent true if no further attempt will follow
 * @param tolerated true if a failure of it is data and does not fail the run
 * @param input the sources of its input; empty if the run's graph does not have them
 * @param startedRun the id of the run that it has started; empty if it starts none or has adopted the result of one
 */
public record RunAction(
        String node,
        String path,
        ActionRecord record,
        boolean spent,
        boolean tolerated,
        List<InputLocation> input,
        Optional<String> startedRun) {

    /** Returns this action, with the reason if the run has succeeded without it. */
    public RunAction ofSuccessfulRun() {
        return new RunAction(node, path, record.ofSuccessfulRun(), spent, tolerated, input, startedRun);
    }

    /** Returns whether its latest attempt has failed and another one follows. */
    public boolean awaitsRetry() {
        return record.status() == ActionStatus.FAILED && !spent;
    }

    /** Returns its record as counts have it: while it waits for a retry, it is running. */
    public ActionRecord counted() {
        return awaitsRetry() ? record.awaitingRetry() : record;
    }

    /** Returns its indexes. */
    public List<Long> indexes() {
        return path.isEmpty()
                ? List.of()
                : Arrays.stream(path.split("\\.")).map(Long::valueOf).toList();
    }

    /** Copies the list. */
    public RunAction {
        input = List.copyOf(input);
    }
}
