package dev.anabranch.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.internal.message.ExecutionRecords;
import dev.anabranch.engine.journal.Journal;
import java.util.List;
import java.util.Optional;

/** Reads executions from a journal without an engine. */
public final class RecordedExecutions {

    private RecordedExecutions() {}

    /** Returns an execution that has ended; empty if it is running or the journal does not have it. */
    public static Optional<ExecutionSnapshot> ended(Journal journal, String executionArn) {
        List<byte[]> records = journal.read(ExecutionRecords.key(executionArn));
        if (records.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode last = ExecutionRecords.parse(records.get(records.size() - 1));
        return ExecutionRecords.kind(last) == ExecutionRecords.Kind.END
                ? Optional.of(ExecutionRecords.snapshot(last))
                : Optional.empty();
    }
}
