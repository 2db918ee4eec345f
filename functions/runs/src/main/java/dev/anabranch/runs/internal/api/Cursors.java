package dev.anabranch.runs.internal.api;

import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Encodes the cursors of lists for clients: a version, a checksum over the list and the position, and the position. The
 * checksum detects cursors that are invented, truncated or from another list. It is not a secret: a cursor grants no
 * access.
 */
final class Cursors {

    private static final byte VERSION = 1;
    private static final int CHECKSUM = 8;
    private static final String NAME = "cursor";

    private Cursors() {}

    /**
     * Encodes a position as a cursor.
     *
     * @param list identifies the list and all its parameters
     * @param cursor the position
     */
    static String encode(String list, String cursor) {
        byte[] plain = cursor.getBytes(StandardCharsets.UTF_8);
        byte[] marked = ByteBuffer.allocate(1 + CHECKSUM + plain.length)
                .put(VERSION)
                .put(checksum(list, plain))
                .put(plain)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(marked);
    }

    /** Decodes a cursor; throws a {@link ProblemException} if it is not a cursor of this list. */
    static String decode(String list, String encoded) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (bytes.length < 1 + CHECKSUM || bytes[0] != VERSION) {
            throw invalid();
        }
        byte[] checksum = new byte[CHECKSUM];
        byte[] plain = new byte[bytes.length - 1 - CHECKSUM];
        ByteBuffer.wrap(bytes, 1, bytes.length - 1).get(checksum).get(plain);
        if (!MessageDigest.isEqual(checksum, checksum(list, plain))) {
            throw invalid();
        }
        return new String(plain, StandardCharsets.UTF_8);
    }

    private static ProblemException invalid() {
        return ProblemException.of(
                Kind.BAD_REQUEST,
                FieldError.query(
                        NAME,
                        "is not a cursor of this list",
                        "the `next` of an earlier page of the same list with the same parameters",
                        "Remove it to start with the first page."));
    }

    private static byte[] checksum(String list, byte[] plain) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(list.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            byte[] all = digest.digest(plain);
            return ByteBuffer.allocate(CHECKSUM).put(all, 0, CHECKSUM).array();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
