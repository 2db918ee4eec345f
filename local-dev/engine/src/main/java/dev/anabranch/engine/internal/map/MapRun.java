package dev.anabranch.engine.internal.map;

import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a Distributed Map: its counts, and its limits, which can change while it runs. Thread-safe. */
public final class MapRun {

    private final String arn;
    private final String executionArn;
    private final Instant startDate;
    private final Function<ExecutionMessage.LimitsChanged, CompletableFuture<Void>> onUpdate;
    private final ChildCounts items = new ChildCounts();
    private final ChildCounts executions = new ChildCounts();
    private ExecutionStatus status = ExecutionStatus.RUNNING;
    private @Nullable Instant stopDate;
    private @Nullable Instant redriveDate;
    private int redriveCount;
    private long maxConcurrency;
    private @Nullable Long toleratedCount;
    private @Nullable Double toleratedPercentage;

    /**
     * @param maxConcurrency 0 for the quota
     * @param onUpdate sends a change of the limits to the execution
     */
    public MapRun(
            String arn,
            String executionArn,
            Instant startDate,
            long maxConcurrency,
            @Nullable Long toleratedCount,
            @Nullable Double toleratedPercentage,
            Function<ExecutionMessage.LimitsChanged, CompletableFuture<Void>> onUpdate) {
        this.arn = arn;
        this.executionArn = executionArn;
        this.startDate = startDate;
        this.maxConcurrency = maxConcurrency;
        this.toleratedCount = toleratedCount;
        this.toleratedPercentage = toleratedPercentage;
        this.onUpdate = onUpdate;
    }

    /** Returns the ARN. */
    public String arn() {
        return arn;
    }

    /** Returns the ARN of the parent execution. */
    public String executionArn() {
        return executionArn;
    }

    /** Returns the current state. */
    public synchronized MapRunSnapshot snapshot() {
        return new MapRunSnapshot(
                arn,
                executionArn,
                status,
                startDate,
                stopDate,
                maxConcurrency,
                toleratedPercentage == null ? 0 : toleratedPercentage,
                toleratedCount == null ? 0 : toleratedCount,
                items.snapshot(),
                executions.snapshot(),
                redriveCount,
                redriveDate);
    }

    /**
     * Changes limits. A null limit is not changed. The future completes when the journal has the change. A no-op if the
     * Map Run has ended.
     */
    public CompletableFuture<Void> update(
            @Nullable Long newMaxConcurrency,
            @Nullable Long newToleratedCount,
            @Nullable Double newToleratedPercentage) {
        return isRunning()
                ? onUpdate.apply(new ExecutionMessage.LimitsChanged(
                        arn, newMaxConcurrency, newToleratedCount, newToleratedPercentage))
                : CompletableFuture.completedFuture(null);
    }

    /** Applies a change of the limits. */
    public synchronized void change(ExecutionMessage.LimitsChanged limits) {
        maxConcurrency = limits.maxConcurrency() == null ? maxConcurrency : limits.maxConcurrency();
        toleratedCount = limits.toleratedFailureCount() == null ? toleratedCount : limits.toleratedFailureCount();
        toleratedPercentage =
                limits.toleratedFailurePercentage() == null ? toleratedPercentage : limits.toleratedFailurePercentage();
    }

    /** Counts items as pending. */
    public synchronized void expectItems(long count) {
        items.expect(count);
    }

    /** Counts a started child. */
    public synchronized void childStarted(long itemCount) {
        executions.expect(1);
        executions.start(1);
        items.start(itemCount);
    }

    /** Counts an ended child. */
    public synchronized void childEnded(ExecutionStatus ended, long itemCount) {
        executions.end(ended, 1);
        items.end(ended, itemCount);
    }

    /** Counts an ended child as running again. */
    public synchronized void childAgain(ExecutionStatus before, long itemCount) {
        executions.again(before, 1);
        items.again(before, itemCount);
    }

    /** Counts the results of succeeded children as written. */
    public synchronized void resultsWritten() {
        executions.write(executions.succeeded());
        items.write(items.succeeded());
    }

    /** Sets the status to running again. */
    public synchronized void redriven(Instant now) {
        status = ExecutionStatus.RUNNING;
        stopDate = null;
        redriveCount++;
        redriveDate = now;
    }

    /** Sets the final status and the stop date. */
    public synchronized void ended(ExecutionStatus how, Instant now) {
        status = how;
        stopDate = now;
    }

    /** Returns true if the Map Run has not ended. */
    public synchronized boolean isRunning() {
        return status == ExecutionStatus.RUNNING;
    }

    /** Returns the number of redrives. */
    public synchronized int redriveCount() {
        return redriveCount;
    }

    /** Returns the maximum number of concurrent children, at most the quota. */
    public synchronized long concurrency(int quota) {
        return maxConcurrency <= 0 ? quota : Math.min(maxConcurrency, quota);
    }

    /**
     * Returns true if the tolerated failures are exceeded. Without a threshold no failure is tolerated. Two thresholds
     * both apply.
     */
    public synchronized boolean failedTooOften() {
        long failed = items.unsuccessful();
        if (failed == 0) {
            return false;
        }
        boolean overCount = toleratedCount != null && failed > toleratedCount;
        boolean overPercentage = toleratedPercentage != null && failed * 100.0 > toleratedPercentage * items.total();
        return (toleratedCount == null && toleratedPercentage == null) || overCount || overPercentage;
    }
}
