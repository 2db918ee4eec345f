package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Results;

/** A record with its units as they are processed, read as they are needed. */
public record ProcessedRecord(String id, Results<ProcessedUnit> units) {}
