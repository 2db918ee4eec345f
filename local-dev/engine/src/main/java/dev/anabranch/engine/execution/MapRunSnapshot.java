package dev.anabranch.engine.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a Map Run at one moment.
 *
 * @param stopDate null while it runs
 * @param maxConcurrency the maximum number of concurrent children; 0 for the quota
 * @param toleratedFailurePercentage from 0 to 100
 * @param redriveDate the time of the last redrive, or null
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html">DescribeMapRun</a>
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

    /** The numbers of items, or of child executions, by status. */
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
