package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Counts the actions of runs in blocks of 250, with several requests in parallel. No counter is kept while a run is in
 * progress: all its actions would update one hot key, and each would pay for the write. After the end of the run, the
 * final count is stored in the run's record, so that later reads cost one read for any width.
 *
 * <p>A time limit ends a count early; a partial count is never stored.
 */
public final class RunCounts {

    /** The time that an attempt can take to start and stop in addition to its timeout. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final RunRegistry registry;
    private final ActionStore actions;
    private final Executor executor;
    private final InstantSource clock;
    private final @Nullable Duration atMost;
    private final Duration settled;

    /**
     * Creates a counter.
     *
     * @param longestTimeout the longest timeout of all functions: after this time, no attempt of an ended run can still
     *     write
     * @param atMost the time limit of a count; null for no limit
     */
    public RunCounts(
            RunRegistry registry,
            ActionStore actions,
            Executor executor,
            InstantSource clock,
            Duration longestTimeout,
            @Nullable Duration atMost) {
        this.registry = registry;
        this.actions = actions;
        this.executor = executor;
        this.clock = clock;
        this.atMost = atMost;
        this.settled = longestTimeout.plus(MARGIN);
    }

    /** Returns the counts of a run: the stored ones, otherwise the current ones, which are stored if they are final. */
    public ActionCounts of(RunRecord run, RunWalk walk) {
        ActionCounts kept = run.counts();
        if (kept != null) {
            return kept;
        }
        ActionCounts counts = now(walk);
        if (isFinal(run, counts)) {
            registry.keep(run.id(), counts);
        }
        return counts;
    }

    /** Returns the current counts without storing them. */
    public ActionCounts now(RunWalk walk) {
        return new Count().of(walk);
    }

    /**
     * Returns true if the counts cannot change. A run that succeeded has waited for its actions, and their results do
     * not change. A failed action may still be delivered again, and other runs may have left some running.
     */
    private boolean isFinal(RunRecord run, ActionCounts counts) {
        Instant ended = run.ended();
        if (ended == null || counts.partial()) {
            return false;
        }
        boolean waited = run.status() == RunStatus.SUCCEEDED && counts.running() == 0 && counts.failed() == 0;
        return waited || !clock.instant().isBefore(ended.plus(settled));
    }

    /** One count in progress. */
    private final class Count {
        private final @Nullable Instant until =
                atMost == null ? null : clock.instant().plus(atMost);
        private final Map<ActionStatus, Long> sums = new EnumMap<>(ActionStatus.class);
        private final ParallelRequests<Map<ActionStatus, Integer>> requests = new ParallelRequests<>(
                executor, counts -> counts.forEach((status, count) -> sums.merge(status, (long) count, Long::sum)));

        ActionCounts of(RunWalk walk) {
            boolean all = walk.partitions(this::ask);
            requests.finish();
            return new ActionCounts(
                    sums.values().stream().mapToLong(Long::longValue).sum(),
                    sum(ActionStatus.RUNNING),
                    sum(ActionStatus.SUCCEEDED),
                    sum(ActionStatus.FAILED),
                    sum(ActionStatus.CACHED),
                    sum(ActionStatus.ABORTED),
                    !all);
        }

        /** Requests the counts of a block; returns false if the time limit has passed. */
        private boolean ask(String partition) {
            if (until != null && !clock.instant().isBefore(until)) {
                return false;
            }
            requests.add(() -> actions.countBlock(partition));
            return true;
        }

        private long sum(ActionStatus status) {
            return sums.getOrDefault(status, 0L);
        }
    }
}
