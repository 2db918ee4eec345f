package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Validates the records and adds default values. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 30)
public final class LoadRecords implements Task<RecordPipelineInput, Batch> {

    static final int MOST_RECORDS = 1_000;
    static final int MOST_UNITS = 1_000;

    private static final List<DataRecord> ORDERS = List.of(
            new DataRecord("order-1001", List.of("keyboard", "mouse", "monitor")),
            new DataRecord("order-1002", List.of("desk")),
            new DataRecord("order-1003", List.of("lamp", "chair", "shelf", "plant")));

    /**
     * Returns the records.
     *
     * @throws PermanentFailure if there are too many records or units, or if a record has no id or no list of units
     */
    @Override
    public Batch run(RecordPipelineInput input, TaskContext context) {
        boolean parallel = input.parallelUnits() == null || input.parallelUnits();
        if (input.records() == null) {
            return new Batch(ORDERS, parallel);
        }
        refuseMore("records", input.records(), MOST_RECORDS);
        List<DataRecord> records = new ArrayList<>();
        for (RecordPipelineInput.Item item : input.records()) {
            records.add(checked("records[" + records.size() + "]", item));
        }
        return new Batch(records, parallel);
    }

    private static DataRecord checked(String field, RecordPipelineInput.@Nullable Item item) {
        if (item == null) {
            throw new PermanentFailure(field + " is null but must be an object with id and units.");
        }
        if (item.id() == null || item.id().isBlank()) {
            throw new PermanentFailure(field + ".id is missing: set a name for the report.");
        }
        if (item.units() == null) {
            throw new PermanentFailure(field + ".units is missing: set a list, which may be empty.");
        }
        refuseMore(field + ".units", item.units(), MOST_UNITS);
        List<String> units = new ArrayList<>();
        for (String unit : item.units()) {
            if (unit == null) {
                throw new PermanentFailure(
                        field + ".units[" + units.size() + "] is null but must be a text or a number.");
            }
            units.add(unit);
        }
        return new DataRecord(item.id(), units);
    }

    private static void refuseMore(String field, List<?> list, int most) {
        if (list.size() > most) {
            throw new PermanentFailure(field + " has " + list.size() + " elements but may have at most " + most
                    + ": each becomes function calls, and on AWS each is billed.");
        }
    }
}
