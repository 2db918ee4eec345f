package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is counted of the actions of one partition.
 *
 * @param statuses the numbers of actions by status; statuses without actions are missing
 * @param millis the sum of the durations of the last attempts of actions that have ended, in milliseconds
 * @param fewestAttempts the smallest number of attempts of an action whose failure need not be its last; {@link
 *     Integer#MAX_VALUE} if there is none
 */
public record BlockCounts(Map<ActionStatus, Integer> statuses, long millis, int fewestAttempts) {

    /** Copies the map. */
    public BlockCounts {
        statuses = Map.copyOf(statuses);
    }

    /** Counts records, without actions that never began. */
    public static BlockCounts of(Iterable<ActionRecord> records) {
        Map<ActionStatus, Integer> statuses = new EnumMap<>(ActionStatus.class);
        long millis = 0;
        int fewestAttempts = Integer.MAX_VALUE;
        for (ActionRecord record : records) {
            if (record.neverBegan()) {
                continue;
            }
            statuses.merge(record.status(), 1, Integer::sum);
            Instant began = record.began();
            Instant finished = record.finished();
            if (record.status() != ActionStatus.RUNNING && began != null && finished != null) {
                millis += Math.max(0, finished.toEpochMilli() - began.toEpochMilli());
            }
            if (record.status() == ActionStatus.FAILED && !record.isFinal()) {
                fewestAttempts = Math.min(fewestAttempts, record.attempts());
            }
        }
        return new BlockCounts(statuses, millis, fewestAttempts);
    }

    /** Returns the number of actions with a status. */
    public int count(ActionStatus status) {
        return statuses.getOrDefault(status, 0);
    }

    /** Returns the number of all actions. */
    public int total() {
        return statuses.values().stream().mapToInt(Integer::intValue).sum();
    }
}
