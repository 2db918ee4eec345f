package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Results;

/** A record with its processed units, which are read lazily. */
public record ProcessedRecord(String id, Results<ProcessedUnit> units) {}
