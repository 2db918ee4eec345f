package dev.anabranch.cli.internal.location;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Random keys for requests that must be carried out at most once. */
public final class IdempotencyKeys {

    private static final int BYTES = 16;

    private IdempotencyKeys() {}

    public static String next(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
