package dev.anabranch.cli;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Keys that nobody else has: for requests that must not be carried out twice. */
final class Keys {

    private static final int BYTES = 16;

    private Keys() {}

    static String next(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
