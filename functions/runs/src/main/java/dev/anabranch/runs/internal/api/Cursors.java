package dev.anabranch.runs.internal.api;

import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Cursors as clients see them: a version, a checksum over the cursor and what it is for, and the cursor. One that was made up, cut or
 * taken to another list is told from one of ours. That is no secret, and need not be: a cursor grants nothing.
 */
final class Cursors {

    private static final byte VERSION = 1;
    private static final int CHECKSUM = 8;
    private static final String NAME = "cursor";

    private Cursors() {}

    /**
     * A cursor to hand out.
     *
     * @param list which list it is a position in, with all that selects from it
     */
    static String seal(String list, String cursor) {
        byte[] plain = cursor.getBytes(StandardCharsets.UTF_8);
        byte[] marked = ByteBuffer.allocate(1 + CHECKSUM + plain.length)
                .put(VERSION)
                .put(checksum(list, plain))
                .put(plain)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(marked);
    }

    /** The cursor that was handed out. */
    static String open(String list, String handed) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(handed);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        if (bytes.length < 1 + CHECKSUM || bytes[0] != VERSION) {
            throw wrong();
        }
        byte[] checksum = new byte[CHECKSUM];
        byte[] plain = new byte[bytes.length - 1 - CHECKSUM];
        ByteBuffer.wrap(bytes, 1, bytes.length - 1).get(checksum).get(plain);
        if (!MessageDigest.isEqual(checksum, checksum(list, plain))) {
            throw wrong();
        }
        return new String(plain, StandardCharsets.UTF_8);
    }

    private static ProblemException wrong() {
        return ProblemException.of(
                Kind.BAD_REQUEST,
                FieldError.query(
                        NAME,
                        "is none that this list has given out",
                        "the `next` of an earlier page of the same list, with the same parameters",
                        "Leave it out to begin with the first page."));
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
