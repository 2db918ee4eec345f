package dev.anabranch.examples.recordpipeline;

import java.util.List;

/** The validated input with all defaults. */
public record Batch(List<DataRecord> records, boolean parallelUnits) {}
