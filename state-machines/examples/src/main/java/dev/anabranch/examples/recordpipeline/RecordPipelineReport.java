package dev.anabranch.examples.recordpipeline;

import java.util.List;

/**
 * What a run did.
 *
 * @param records how many there were
 * @param units how many they had together
 * @param parallelUnits how they were processed
 * @param summaries each record, in the order of the input
 */
public record RecordPipelineReport(long records, long units, boolean parallelUnits, List<RecordSummary> summaries) {}
