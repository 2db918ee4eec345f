package dev.anabranch.examples.recordpipeline;

import java.util.List;

/** The input, checked and complete. */
public record Batch(List<DataRecord> records, boolean parallelUnits) {}
