package dev.anabranch.examples.recordpipeline;

import dev.anabranch.task.Results;

/** What the report is written from. */
public record ReportInput(boolean parallelUnits, Results<RecordSummary> records) {}
