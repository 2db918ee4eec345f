package dev.anabranch.examples.recordpipeline;

import java.util.List;

/**
 * The result of a run.
 *
 * @param records the number of records
 * @param units the number of units of all records
 * @param parallelUnits whether the units of a record were processed in parallel
 * @param summaries one for each record, in the order of the input
 */
public record RecordPipelineReport(long records, long units, boolean parallelUnits, List<RecordSummary> summaries) {}
