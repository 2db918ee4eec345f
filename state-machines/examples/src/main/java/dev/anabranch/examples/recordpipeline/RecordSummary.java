package dev.anabranch.examples.recordpipeline;

import java.util.List;

/**
 * One record in the report.
 *
 * @param units the number of its units
 * @param processed each unit with its hash
 */
public record RecordSummary(String id, int units, List<String> processed) {}
