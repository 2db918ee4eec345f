package dev.anabranch.examples.recordpipeline;

import java.util.List;

/**
 * One record in the report.
 *
 * @param units how many it has
 * @param processed each unit with its seal
 */
public record RecordSummary(String id, int units, List<String> processed) {}
