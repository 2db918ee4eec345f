package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Summarizes all records. */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class WriteReport implements Task<ReportInput, RecordPipelineReport> {

    /** Returns the report, with the records in the order of the input. */
    @Override
    public RecordPipelineReport run(ReportInput input, TaskContext context) {
        List<RecordSummary> records = input.records().toList();
        long units = records.stream().mapToLong(RecordSummary::units).sum();
        return new RecordPipelineReport(records.size(), units, input.parallelUnits(), records);
    }
}
