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
 * Counts the actions of runs, 250 in a request and several requests at a time. No number is kept while a run goes on: a counter that all
 * its actions update would be one hot key, and every action would pay for it. Once it has ended, the count that nothing can change any more is
 * kept in the run's own record, so that each later look is a single read, however wide the run was.
 *
 * <p>Whoever cannot wait for all sets a time; what has been counted by then is the least that there are, and is never kept.
 */
public final class RunCounts {

    /** How much longer than its timeout an attempt may take to start and to stop. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final RunRegistry registry;
    private final ActionStore actions;
    private final Executor executor;
    private final InstantSource clock;
    private final @Nullable Duration atMost;
    private final Duration settled;

    /**
     * Counts.
     *
     * @param longestTimeout of all functions: after that long no attempt of an ended run is left that could still write
     * @param atMost how long to count; null for as long as it takes
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

    /** The counts of a run as its record is. */
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

    /** The counts as they are now, which are not kept. */
    public ActionCounts now(RunWalk walk) {
        return new Count().of(walk);
    }

    /** A run that succeeded has waited for its actions; one that ended otherwise may have left some under way. */
    private boolean isFinal(RunRecord run, ActionCounts counts) {
        Instant ended = run.ended();
        if (ended == null || counts.partial()) {
            return false;
        }
        boolean waited = run.status() == RunStatus.SUCCEEDED && counts.running() == 0;
        return waited || !clock.instant().isBefore(ended.plus(settled));
    }

    /** One count. */
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

        /** False where the time is over. */
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
