package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Summarizes one record. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 30)
public final class SummarizeRecord implements Task<ProcessedRecord, RecordSummary> {

    /** Returns the hashes of all units in their order. */
    @Override
    public RecordSummary run(ProcessedRecord record, TaskContext context) {
        List<String> seals = record.units().stream()
                .map(unit -> unit.unit() + " " + unit.seal())
                .toList();
        return new RecordSummary(record.id(), seals.size(), seals);
    }
}
