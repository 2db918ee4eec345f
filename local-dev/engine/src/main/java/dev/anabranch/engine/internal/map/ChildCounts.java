package dev.anabranch.engine.internal.map;

import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;

/** The counts of items or of child executions of a Map Run. */
public final class ChildCounts {

    private long pending;
    private long running;
    private long succeeded;
    private long failed;
    private long timedOut;
    private long aborted;
    private long written;

    public void expect(long count) {
        pending += count;
    }

    public void start(long count) {
        pending -= count;
        running += count;
    }

    public void end(ExecutionStatus status, long count) {
        running -= count;
        add(status, count);
    }

    /** Counts unsuccessful items or children as running again. */
    public void again(ExecutionStatus before, long count) {
        add(before, -count);
        running += count;
    }

    private void add(ExecutionStatus status, long count) {
        switch (status) {
            case SUCCEEDED -> succeeded += count;
            case TIMED_OUT -> timedOut += count;
            case ABORTED -> aborted += count;
            default -> failed += count;
        }
    }

    public void write(long count) {
        written += count;
    }

    public long unsuccessful() {
        return failed + timedOut + aborted;
    }

    public long total() {
        return pending + running + succeeded + unsuccessful();
    }

    public long succeeded() {
        return succeeded;
    }

    public MapRunSnapshot.Counts snapshot() {
        return new MapRunSnapshot.Counts(pending, running, succeeded, failed, timedOut, aborted, total(), written);
    }
}
