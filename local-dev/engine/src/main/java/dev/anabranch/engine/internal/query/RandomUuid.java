package dev.anabranch.engine.internal.query;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Creates version 4 UUIDs from a source of random numbers. */
public final class RandomUuid {

    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
    private static final long VARIANT_RFC_4122 = 0x8000_0000_0000_0000L;

    private RandomUuid() {}

    public static String next(RandomGenerator random) {
        long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
        long low = (random.nextLong() & ~VARIANT_BITS) | VARIANT_RFC_4122;
        return new UUID(high, low).toString();
    }
}
