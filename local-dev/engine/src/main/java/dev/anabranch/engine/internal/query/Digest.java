package dev.anabranch.engine.internal.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The message digests of both query languages. */
public final class Digest {

    public static final Set<String> ALGORITHMS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

    private Digest() {}

    /** Returns the digest of the UTF-8 bytes of a text in lower-case hexadecimal digits. */
    public static String hex(String text, String algorithm) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks the digest " + algorithm, e);
        }
    }
}
