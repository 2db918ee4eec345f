package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Results;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Processes records at once, and the units of each record at once or one after the other, as the run asks. */
public final class RecordPipeline implements Workflow<RecordPipelineInput, RecordPipelineReport> {

    @Override
    public Value<RecordPipelineReport> define(Flow flow, Value<RecordPipelineInput> input) {
        Value<Batch> batch = flow.call(LoadRecords.class, input);
        Value<Boolean> parallelUnits = batch.get(Batch::parallelUnits);
        Value<Results<RecordSummary>> summaries = flow.map(batch.get(Batch::records), (Value<DataRecord> record) -> {
                    Value<Results<ProcessedUnit>> units =
                            processUnits(flow, parallelUnits, record.get(DataRecord::units));
                    return flow.call(
                            SummarizeRecord.class,
                            flow.record(ProcessedRecord::new, record.get(DataRecord::id), units));
                })
                .named("records")
                .collect();
        return flow.call(WriteReport.class, flow.record(ReportInput::new, parallelUnits, summaries));
    }

    private static Value<Results<ProcessedUnit>> processUnits(
            Flow flow, Value<Boolean> parallel, Value<List<String>> units) {
        return flow.when(
                        parallel,
                        () -> flow.map(units, ProcessUnit.class)
                                .named("units at once")
                                .collect(),
                        () -> flow.map(units, ProcessUnit.class)
                                .named("units in turn")
                                .sequential()
                                .collect())
                .value();
    }

    @Override
    public String description() {
        return "Dagster's nested dynamic fan-out: records, the units of each in parallel or in turn, a report.";
    }
}
