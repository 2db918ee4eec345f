package dev.anabranch.cli.internal.location;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Keys that nobody else has: for requests that must not be carried out twice. */
public final class IdempotencyKeys {

    private static final int BYTES = 16;

    private IdempotencyKeys() {}

    public static String next(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
