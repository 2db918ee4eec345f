package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The durations of actions that have ended, by buckets: exact below 16 ms, and then at most an eighth of the duration
 * wide. At most 450 buckets, however many actions there are. Not safe for use by several threads.
 */
public final class DurationHistogram {

    /** The leading bits of a duration that a bucket keeps. */
    private static final int PRECISION = 4;

    private final TreeMap<Long, Long> counts = new TreeMap<>();

    /** Creates a histogram without actions. */
    DurationHistogram() {}

    /** Adds an action if its latest attempt has ended. */
    void add(ActionRecord record) {
        millis(record).ifPresent(millis -> counts.merge(end(millis), 1L, Long::sum));
    }

    /** Adds the actions of another histogram. */
    void add(DurationHistogram other) {
        other.counts.forEach((end, count) -> counts.merge(end, count, Long::sum));
    }

    /** Returns the duration of the latest attempt of an action in milliseconds; empty if it has not ended. */
    static OptionalLong millis(ActionRecord record) {
        Instant began = record.began();
        Instant finished = record.finished();
        return began == null || finished == null || record.status() == ActionStatus.RUNNING
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, Duration.between(began, finished).toMillis()));
    }

    /** Returns the longest duration in the bucket of a duration. */
    private static long end(long millis) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(millis) - PRECISION);
        return (((millis >> shift) + 1) << shift) - 1;
    }

    /** Returns the number of actions by the longest duration of their bucket in milliseconds, shortest first. */
    public Map<Long, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }
}
