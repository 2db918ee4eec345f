package dev.anabranch.engine.internal.query;

import java.util.random.RandomGenerator;

/** One generator for many threads: generators need not be safe for that, and the engine runs branches in parallel. */
public final class SharedRandom {

    private SharedRandom() {}

    public static RandomGenerator of(RandomGenerator random) {
        return () -> {
            synchronized (random) {
                return random.nextLong();
            }
        };
    }
}
