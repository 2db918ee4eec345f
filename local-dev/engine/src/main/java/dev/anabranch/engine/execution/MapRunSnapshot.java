package dev.anabranch.engine.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a Map Run stands.
 *
 * @param stopDate null while it runs
 * @param maxConcurrency how many children run at a time; 0 for as many as the quota allows
 * @param toleratedFailurePercentage from 0 to 100
 * @param redriveDate when it was last redriven, or null
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html">DescribeMapRun</a>
 */
public record MapRunSnapshot(
        String arn,
        String executionArn,
        ExecutionStatus status,
        Instant startDate,
        @Nullable Instant stopDate,
        long maxConcurrency,
        double toleratedFailurePercentage,
        long toleratedFailureCount,
        Counts items,
        Counts executions,
        int redriveCount,
        @Nullable Instant redriveDate) {

    /** How many items, or child executions, stand where. */
    public record Counts(
            long pending,
            long running,
            long succeeded,
            long failed,
            long timedOut,
            long aborted,
            long total,
            long resultsWritten) {}
}
