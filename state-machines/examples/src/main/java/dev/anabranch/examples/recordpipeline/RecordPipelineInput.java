package dev.anabranch.examples.recordpipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records to process.
 *
 * @param records at most 1,000; three orders by default
 * @param parallelUnits true to process the units of a record in parallel, false for one after the other; true by
 *     default. Records are always processed in parallel
 */
public record RecordPipelineInput(
        @Nullable List<@Nullable Item> records, @Nullable Boolean parallelUnits) {

    /**
     * A record of the input.
     *
     * @param id the name of the record in the report
     * @param units its units, texts or numbers, at most 1,000; may be empty
     */
    public record Item(@Nullable String id, @Nullable List<@Nullable String> units) {}
}
