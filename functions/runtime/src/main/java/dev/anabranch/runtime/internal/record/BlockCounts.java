package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What is counted of the actions of one partition.
 *
 * @param statuses the numbers of actions by status; statuses without actions are missing
 * @param millis the sum of the durations of the last attempts of actions that have ended, in milliseconds
 * @param retryable what the other numbers have of actions whose failure need not be their last, by their number of
 *     attempts
 */
public record BlockCounts(Map<ActionStatus, Integer> statuses, long millis, Map<Integer, Failures> retryable) {

    /** Copies the maps. */
    public BlockCounts {
        statuses = Map.copyOf(statuses);
        retryable = Map.copyOf(retryable);
    }

    /**
     * Failed actions with the same number of attempts.
     *
     * @param count the number of actions
     * @param millis the sum of the durations of their last attempts, in milliseconds
     */
    public record Failures(int count, long millis) {

        private Failures plus(Failures other) {
            return new Failures(count + other.count, millis + other.millis);
        }
    }

    /** Counts records, without actions that never began. */
    public static BlockCounts of(Iterable<ActionRecord> records) {
        Map<ActionStatus, Integer> statuses = new EnumMap<>(ActionStatus.class);
        Map<Integer, Failures> retryable = new HashMap<>();
        long millis = 0;
        for (ActionRecord record : records) {
            if (record.neverBegan()) {
                continue;
            }
            statuses.merge(record.status(), 1, Integer::sum);
            long took = millis(record);
            millis += took;
            if (record.status() == ActionStatus.FAILED && !record.isFinal()) {
                retryable.merge(record.attempts(), new Failures(1, took), Failures::plus);
            }
        }
        return new BlockCounts(statuses, millis, retryable);
    }

    private static long millis(ActionRecord record) {
        Instant began = record.began();
        Instant finished = record.finished();
        return record.status() == ActionStatus.RUNNING || began == null || finished == null
                ? 0
                : Math.max(0, finished.toEpochMilli() - began.toEpochMilli());
    }

    /**
     * Returns these counts while a retry can follow: failed actions with attempts left count as RUNNING.
     *
     * @param attempts the maximum number of attempts of an action
     */
    public BlockCounts awaitingRetries(int attempts) {
        Failures failures = retryable.entrySet().stream()
                .filter(entry -> entry.getKey() < attempts)
                .map(Map.Entry::getValue)
                .reduce(new Failures(0, 0), Failures::plus);
        if (failures.count() == 0) {
            return this;
        }
        Map<ActionStatus, Integer> counted = new EnumMap<>(statuses);
        counted.merge(ActionStatus.RUNNING, failures.count(), Integer::sum);
        counted.computeIfPresent(
                ActionStatus.FAILED, (status, count) -> count == failures.count() ? null : count - failures.count());
        return new BlockCounts(counted, millis - failures.millis(), retryable);
    }

    /**
     * Returns true if no action can change without a rerun: none is running, and none has failed with attempts left.
     *
     * @param attempts the maximum number of attempts of an action
     */
    public boolean isSettled(int attempts) {
        return count(ActionStatus.RUNNING) == 0 && retryable.keySet().stream().allMatch(begun -> begun >= attempts);
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
