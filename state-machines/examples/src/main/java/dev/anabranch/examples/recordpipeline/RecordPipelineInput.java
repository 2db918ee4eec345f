package dev.anabranch.examples.recordpipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to process.
 *
 * @param records at most 1,000; three orders unless told
 * @param parallelUnits whether the units of a record are processed all at once, or one after the other; true unless told. Records
 *     are processed at once in any case
 */
public record RecordPipelineInput(
        @Nullable List<@Nullable Item> records, @Nullable Boolean parallelUnits) {

    /**
     * A record as it was given.
     *
     * @param id what it is called in the report
     * @param units what it consists of, texts or numbers, at most 1,000; may be empty
     */
    public record Item(@Nullable String id, @Nullable List<@Nullable String> units) {}
}
