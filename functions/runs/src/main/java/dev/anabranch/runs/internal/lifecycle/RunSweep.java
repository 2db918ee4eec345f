package dev.anabranch.runs.internal.lifecycle;

import dev.anabranch.runs.internal.action.ParallelRequests;
import dev.anabranch.runs.internal.action.RunWalk;
import dev.anabranch.runtime.internal.record.ActionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Aborts the actions of a run that was stopped: records that are RUNNING become ABORTED, and nothing overwrites that.
 *
 * <p>A stopped execution starts nothing more, but an invocation that was on its way to a function can still claim its
 * action a moment later. The sweep therefore repeats until {@value #QUIET} sweeps in a row have found nothing. An
 * action that a throttled function claims even later is aborted by {@link #sweepOnce}, when the run's actions are next
 * read.
 */
final class RunSweep {

    private static final int QUIET = 2;
    private static final int MOST = 30;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final ActionStore actions;
    private final Executor executor;
    private final InstantSource clock;
    private final Consumer<Duration> pause;

    RunSweep(ActionStore actions, Executor executor, InstantSource clock, Consumer<Duration> pause) {
        this.actions = actions;
        this.executor = executor;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Sweeps all records of the run.
     *
     * @return the number of records that were changed
     */
    long sweep(RunWalk walk) {
        long all = 0;
        int quiet = 0;
        for (int round = 0; quiet < QUIET && round < MOST; round++) {
            if (round > 0) {
                pause.accept(BETWEEN);
            }
            long aborted = sweepOnce(walk);
            all += aborted;
            quiet = aborted == 0 ? quiet + 1 : 0;
        }
        return all;
    }

    /**
     * Sweeps all records that the run has, once and without a pause.
     *
     * @return how many records it has changed
     */
    long sweepOnce(RunWalk walk) {
        long[] aborted = {0};
        ParallelRequests<Integer> requests = new ParallelRequests<>(executor, changed -> aborted[0] += changed);
        walk.partitions(partition -> {
            requests.add(() -> actions.abort(partition, clock.instant()));
            return true;
        });
        requests.finish();
        return aborted[0];
    }
}
