package dev.anabranch.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.message.ExecutionRecords;
import dev.anabranch.engine.journal.Journal;
import java.util.List;

/** Makes a journal consistent after some of its records were lost. */
public final class SalvagedJournal {

    private SalvagedJournal() {}

    /**
     * Removes executions without an end record, and state machines whose definition is missing.
     *
     * @return the number of removed executions
     */
    public static int removeUnfinished(Journal journal) {
        int removed = 0;
        for (String key : journal.keys(ExecutionRecords.PREFIX)) {
            List<byte[]> records = journal.read(key);
            JsonNode last = ExecutionRecords.parse(records.get(records.size() - 1));
            if (ExecutionRecords.kind(last) != ExecutionRecords.Kind.END) {
                journal.remove(key);
                removed++;
            }
        }
        StateMachines.removeWithoutDefinition(journal);
        return removed;
    }
}
