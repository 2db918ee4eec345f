package dev.anabranch.benchmarks.workflows;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/** Computes for about 0.2 s: 40 million steps of a linear congruential generator. */
public final class Compute implements Task<Long, Long> {

    private static final int STEPS = 40_000_000;

    @Override
    public Long run(Long seed, TaskContext context) {
        long state = seed;
        for (int step = 0; step < STEPS; step++) {
            state = next(state);
        }
        return state >>> 48;
    }

    private static long next(long state) {
        long next = state * 6364136223846793005L + 1442695040888963407L;
        return next ^ (next >>> 29);
    }
}
