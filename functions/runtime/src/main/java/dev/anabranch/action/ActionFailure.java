package dev.anabranch.action;

import java.nio.charset.StandardCharsets;

/**
 * The failure of an attempt, as reported to the state machine. Lambda reports the class name of an exception as the
 * name of the error (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html), so Retry and
 * Catch match the full names of these classes. They have no stack trace: it is in the log and would only add to the
 * payload of the state machine.
 */
public abstract sealed class ActionFailure extends RuntimeException
        permits TaskFailed, TaskRejected, StoreUnavailable, Superseded, Aborted, AlreadyAnswered {
    private static final long serialVersionUID = 1L;

    /** The maximum size of a message in bytes. */
    static final int MESSAGE_BYTES = 1_024;

    private String message;
    private final String error;
    private final String reason;

    ActionFailure(String where, String error, String reason) {
        super(null, null, false, false);
        this.message = bounded(where + ": " + error + (reason.isEmpty() ? "" : ": " + reason));
        this.error = error;
        this.reason = bounded(reason);
    }

    /** Returns the action, the error and its message; at most 1 KB. */
    @Override
    public final String getMessage() {
        return message;
    }

    /**
     * Adds a text to the beginning of the message.
     *
     * @return this failure
     */
    public final ActionFailure of(String beginning) {
        message = bounded(beginning + message);
        return this;
    }

    /** Returns the name of the error: the class of the task's exception, or of this one. */
    public final String error() {
        return error;
    }

    /** Returns the message of the error; at most 1 KB. */
    public final String reason() {
        return reason;
    }

    /** Truncates a text to {@link #MESSAGE_BYTES} without splitting a character. */
    static String bounded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MESSAGE_BYTES) {
            return text;
        }
        String ellipsis = "…";
        int end = MESSAGE_BYTES - ellipsis.getBytes(StandardCharsets.UTF_8).length;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + ellipsis;
    }
}
