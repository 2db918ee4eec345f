package dev.anabranch.engine.internal.query;

import java.util.random.RandomGenerator;

/** Makes a random generator thread-safe, because the engine runs branches in parallel. */
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
