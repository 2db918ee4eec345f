package dev.anabranch.action;

import java.nio.charset.StandardCharsets;

/**
 * How an attempt can fail, as a state machine sees it. Lambda reports the class of an exception as the name of the error
 * (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html), so the full names of these classes are what Retry
 * and Catch match. They carry no stack trace: that is in the log, and would travel through the state machine for nothing.
 */
public abstract sealed class ActionFailure extends RuntimeException
        permits TaskFailed, TaskRejected, StoreUnavailable, Superseded, Aborted {
    private static final long serialVersionUID = 1L;

    /** The most bytes of a message. */
    static final int MESSAGE_BYTES = 1_024;

    private final String message;
    private final String error;
    private final String reason;

    ActionFailure(String where, String error, String reason) {
        super(null, null, false, false);
        this.message = bounded(where + ": " + error + (reason.isEmpty() ? "" : ": " + reason));
        this.error = error;
        this.reason = bounded(reason);
    }

    /** Which action, what ended it and why, at most 1 KB. */
    @Override
    public final String getMessage() {
        return message;
    }

    /** What ended the attempt: the class of the task's exception, or of this one. */
    public final String error() {
        return error;
    }

    /** What that said, at most 1 KB. */
    public final String reason() {
        return reason;
    }

    /** Cuts to {@link #MESSAGE_BYTES} between two characters. */
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
