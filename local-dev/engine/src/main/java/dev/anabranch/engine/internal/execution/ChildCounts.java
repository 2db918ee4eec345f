package dev.anabranch.engine.internal.execution;

/** Counts of items or of child executions, kept while a Map Run goes on. */
final class ChildCounts {

    private long pending;
    private long running;
    private long succeeded;
    private long failed;
    private long timedOut;
    private long aborted;
    private long written;

    void expect(long count) {
        pending += count;
    }

    void start(long count) {
        pending -= count;
        running += count;
    }

    void end(ExecutionStatus status, long count) {
        running -= count;
        add(status, count);
    }

    /** What had not succeeded is to be done again. */
    void again(ExecutionStatus before, long count) {
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

    void write(long count) {
        written += count;
    }

    long unsuccessful() {
        return failed + timedOut + aborted;
    }

    long total() {
        return pending + running + succeeded + unsuccessful();
    }

    long succeeded() {
        return succeeded;
    }

    MapRunSnapshot.Counts snapshot() {
        return new MapRunSnapshot.Counts(pending, running, succeeded, failed, timedOut, aborted, total(), written);
    }
}
