package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Results;

/** The input of the report's task. */
public record ReportInput(boolean parallelUnits, Results<RecordSummary> records) {}
