package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Results;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;
import java.util.function.Supplier;

/**
 * Processes records in parallel, and the units of each record in parallel or one after the other, as the input of the
 * run selects.
 */
public final class RecordPipeline implements Workflow<RecordPipelineInput, RecordPipelineReport> {

    @Override
    public Value<RecordPipelineReport> define(Flow flow, Value<RecordPipelineInput> input) {
        Value<Batch> batch = flow.call(LoadRecords.class, input);
        Value<Boolean> parallelUnits = batch.get(Batch::parallelUnits);
        FanOut<RecordSummary> summaries = flow.map(batch.get(Batch::records), record -> {
                    Value<Results<ProcessedUnit>> units =
                            processUnits(flow, parallelUnits, record.get(DataRecord::units));
                    return flow.call(
                            SummarizeRecord.class,
                            flow.record(ProcessedRecord::new, record.get(DataRecord::id), units));
                })
                .named("records");
        return flow.call(WriteReport.class, flow.record(ReportInput::new, parallelUnits, summaries.collect()));
    }

    private static Value<Results<ProcessedUnit>> processUnits(
            Flow flow, Value<Boolean> parallel, Value<List<String>> units) {
        Supplier<Value<Results<ProcessedUnit>>> atOnce =
                () -> flow.map(units, ProcessUnit.class).named("units at once").collect();
        Supplier<Value<Results<ProcessedUnit>>> inTurn = () -> flow.map(units, ProcessUnit.class)
                .named("units in turn")
                .sequential()
                .collect();
        return flow.when(parallel, atOnce, inTurn).value();
    }

    @Override
    public String description() {
        return "Dagster's nested dynamic fan-out: records and units.";
    }
}
