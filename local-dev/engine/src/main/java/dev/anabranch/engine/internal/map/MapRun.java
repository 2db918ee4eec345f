package dev.anabranch.engine.internal.map;

import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a Distributed Map: its limits, which may change while it runs, and its counts. Safe for use by any number of threads. */
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
     * @param maxConcurrency 0 for no limit but the quota
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

    /** Its ARN. */
    public String arn() {
        return arn;
    }

    /** The execution that it belongs to. */
    public String executionArn() {
        return executionArn;
    }

    /** Where it stands now. */
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

    /** Changes limits; null leaves one as it is. Answers when the change is made and kept. */
    public CompletableFuture<Void> update(
            @Nullable Long newMaxConcurrency,
            @Nullable Long newToleratedCount,
            @Nullable Double newToleratedPercentage) {
        return isRunning()
                ? onUpdate.apply(new ExecutionMessage.LimitsChanged(
                        arn, newMaxConcurrency, newToleratedCount, newToleratedPercentage))
                : CompletableFuture.completedFuture(null);
    }

    /** Changes the limits. */
    public synchronized void change(ExecutionMessage.LimitsChanged limits) {
        maxConcurrency = limits.maxConcurrency() == null ? maxConcurrency : limits.maxConcurrency();
        toleratedCount = limits.toleratedFailureCount() == null ? toleratedCount : limits.toleratedFailureCount();
        toleratedPercentage =
                limits.toleratedFailurePercentage() == null ? toleratedPercentage : limits.toleratedFailurePercentage();
    }

    /** Adds items that are still pending. */
    public synchronized void expectItems(long count) {
        items.expect(count);
    }

    /** Counts a child that started. */
    public synchronized void childStarted(long itemCount) {
        executions.expect(1);
        executions.start(1);
        items.start(itemCount);
    }

    /** Counts a child that ended. */
    public synchronized void childEnded(ExecutionStatus ended, long itemCount) {
        executions.end(ended, 1);
        items.end(ended, itemCount);
    }

    /** Counts a child that runs again after it had ended. */
    public synchronized void childAgain(ExecutionStatus before, long itemCount) {
        executions.again(before, 1);
        items.again(before, itemCount);
    }

    /** Counts the results of the children that succeeded as written. */
    public synchronized void resultsWritten() {
        executions.write(executions.succeeded());
        items.write(items.succeeded());
    }

    /** Sets the Map Run running again. */
    public synchronized void redriven(Instant now) {
        status = ExecutionStatus.RUNNING;
        stopDate = null;
        redriveCount++;
        redriveDate = now;
    }

    /** Sets how and when the Map Run ended. */
    public synchronized void ended(ExecutionStatus how, Instant now) {
        status = how;
        stopDate = now;
    }

    /** Whether the Map Run has not ended. */
    public synchronized boolean isRunning() {
        return status == ExecutionStatus.RUNNING;
    }

    /** How often the Map Run was redriven. */
    public synchronized int redriveCount() {
        return redriveCount;
    }

    /** How many children may run at a time, at most what the quota allows. */
    public synchronized long concurrency(int quota) {
        return maxConcurrency <= 0 ? quota : Math.min(maxConcurrency, quota);
    }

    /** Whether the tolerated failures are exceeded. Without a threshold none is tolerated; of two thresholds, both hold. */
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
