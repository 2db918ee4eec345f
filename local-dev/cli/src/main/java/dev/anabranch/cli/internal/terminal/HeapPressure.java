package dev.anabranch.cli.internal.terminal;

/**
 * Recognizes a heap that is too small: garbage collection takes most of the time in several consecutive periods. A
 * period lasts until the process has used the processor for one second. On a busy machine a single collection can take
 * seconds because the process has to wait for the processor, which says nothing about the heap.
 */
final class HeapPressure {

    private static final int PERIODS = 8;
    private static final double MOST_COLLECTING = 0.6;
    private static final long PERIOD_NANOS = 1_000_000_000;

    private long time;
    private long used;
    private long collected;
    private int periods;

    /**
     * Begins the first period.
     *
     * @param time a time in nanoseconds
     * @param used the nanoseconds for which the process has used the processor; -1 if they are not known
     * @param collected the milliseconds that garbage collection has taken
     */
    HeapPressure(long time, long used, long collected) {
        this.time = time;
        this.used = used;
        this.collected = collected;
    }

    /** Returns true if the heap is too small at a later time. The parameters are those of the constructor. */
    boolean isTooHigh(long timeNow, long usedNow, long collectedNow) {
        long passed = usedNow < 0 ? timeNow - time : usedNow - used;
        if (passed < PERIOD_NANOS) {
            return false;
        }
        boolean collects = (collectedNow - collected) * 1e6 > (timeNow - time) * MOST_COLLECTING;
        periods = collects ? periods + 1 : 0;
        time = timeNow;
        used = usedNow;
        collected = collectedNow;
        return periods >= PERIODS;
    }
}
