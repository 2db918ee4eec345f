package dev.anabranch.engine.internal.value;

import java.util.UUID;

/** Creates version 4 UUIDs from random bits of the caller. */
public final class Uuid {

    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_4 = 0x4000L;

    private Uuid() {}

    public static String of(long high, long low) {
        return new UUID((high & ~VERSION_BITS) | VERSION_4, (low & ~(3L << 62)) | (1L << 63)).toString();
    }
}
