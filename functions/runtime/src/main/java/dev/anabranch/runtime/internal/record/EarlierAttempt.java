package dev.anabranch.runtime.internal.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt before the latest one. Without an error, the attempt has recorded no end: its function was ended or had no
 * connection to the store.
 *
 * @param number its number, from 1
 * @param began when it began; null if that is unknown
 * @param finished when it failed; null if that is unknown
 * @param error the name of its error; null if that is unknown
 * @param message the beginning of the message of its error; null if that is unknown
 */
public record EarlierAttempt(
        int number,
        @Nullable Instant began,
        @Nullable Instant finished,
        @Nullable String error,
        @Nullable String message) {

    /** The maximum number of characters of a message. The log has the whole message and the stack trace. */
    private static final int MESSAGE_CHARACTERS = 200;

    /** Returns the beginning of a message. */
    public static String beginning(String message) {
        return message.codePointCount(0, message.length()) <= MESSAGE_CHARACTERS
                ? message
                : message.substring(0, message.offsetByCodePoints(0, MESSAGE_CHARACTERS - 1)) + "…";
    }
}
