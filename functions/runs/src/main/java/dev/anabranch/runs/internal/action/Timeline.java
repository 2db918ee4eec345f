package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The number of actions that began, ended and failed over time: at most {@value #MOST_BUCKETS} buckets, however many
 * actions there are. The width of a bucket is a power of two in milliseconds, and buckets begin at multiples of it, so
 * that a reader can add several timelines without loss. Only the latest attempt of an action is counted. Not safe for
 * use by several threads.
 */
public final class Timeline {

    /** The maximum number of buckets. */
    static final int MOST_BUCKETS = 64;

    private static final int BEGAN = 0;
    private static final int ENDED = 1;
    private static final int FAILED = 2;

    /** The counts by the time in units of {@link #bucketMillis}; buckets without any are absent. */
    private TreeMap<Long, long[]> counts = new TreeMap<>();

    private long bucketMillis = 1;
    private long millis;

    /** Creates a timeline without actions. */
    Timeline() {}

    /** Adds an action. */
    void add(ActionRecord record) {
        add(record.began(), BEGAN);
        if (record.status() != ActionStatus.RUNNING) {
            add(record.finished(), ENDED);
            Instant began = record.began();
            Instant finished = record.finished();
            if (began != null && finished != null) {
                millis += Math.max(0, finished.toEpochMilli() - began.toEpochMilli());
            }
            if (record.status() == ActionStatus.FAILED) {
                add(record.finished(), FAILED);
            }
        }
    }

    /** Adds the actions of another timeline. */
    void add(Timeline other) {
        while (bucketMillis < other.bucketMillis) {
            widen();
        }
        other.counts.forEach((bucket, some) -> {
            long[] sum = count(counts, Math.floorDiv(bucket * other.bucketMillis, bucketMillis));
            Arrays.setAll(sum, what -> sum[what] + some[what]);
            fit();
        });
        millis += other.millis;
    }

    private void add(@Nullable Instant time, int what) {
        if (time != null) {
            count(counts, Math.floorDiv(time.toEpochMilli(), bucketMillis))[what]++;
            fit();
        }
    }

    /** Makes the buckets wider until they are few enough. */
    private void fit() {
        while (counts.lastKey() - counts.firstKey() >= MOST_BUCKETS) {
            widen();
        }
    }

    /** Doubles the width of the buckets. */
    private void widen() {
        TreeMap<Long, long[]> wide = new TreeMap<>();
        counts.forEach((bucket, some) -> {
            long[] sum = count(wide, Math.floorDiv(bucket, 2));
            Arrays.setAll(sum, what -> sum[what] + some[what]);
        });
        counts = wide;
        bucketMillis *= 2;
    }

    private static long[] count(Map<Long, long[]> all, long bucket) {
        return all.computeIfAbsent(bucket, key -> new long[FAILED + 1]);
    }

    /** Returns the sum of the durations of the actions that ended, in milliseconds. */
    public long millis() {
        return millis;
    }

    /** Returns the width of a bucket in milliseconds. */
    public long bucketMillis() {
        return bucketMillis;
    }

    /** Returns the beginning of the first bucket; the epoch without actions. */
    public Instant from() {
        return Instant.ofEpochMilli(counts.isEmpty() ? 0 : counts.firstKey() * bucketMillis);
    }

    /** Returns the number of actions that began, by bucket. */
    public long[] began() {
        return numbers(BEGAN);
    }

    /** Returns the number of actions that ended, also those that failed or were aborted, by bucket. */
    public long[] ended() {
        return numbers(ENDED);
    }

    /** Returns the number of actions that failed, by bucket. */
    public long[] failed() {
        return numbers(FAILED);
    }

    private long[] numbers(int what) {
        if (counts.isEmpty()) {
            return new long[0];
        }
        long first = counts.firstKey();
        long[] numbers = new long[(int) (counts.lastKey() - first + 1)];
        counts.forEach((bucket, some) -> numbers[(int) (bucket - first)] = some[what]);
        return numbers;
    }
}
