package dev.anabranch.cli.internal.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Explains failures that are caused by a limit of the machine or of the process, and not by a bug. */
final class MachineLimits {

    private static final int MOST_CAUSES = 20;

    private MachineLimits() {}

    /**
     * Returns a sentence with the limit that a failure was caused by, and what to do; empty if it has another cause.
     */
    static Optional<String> explain(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(
                        message.contains("native thread")
                                ? "The operating system refuses more threads. Raise the limit (`ulimit -u`), or end other"
                                        + " processes."
                                : HeapGuard.sentence());
            } else if (LastResort.explain(message).isPresent()) {
                return LastResort.explain(message);
            } else if (isFull(message)) {
                return Optional.of("The disk is full: " + message + ". Free some space and try again.");
            } else if (cause instanceof IOException || cause instanceof UncheckedIOException) {
                return Optional.of(
                        "A file cannot be read or written: " + cause.getClass().getSimpleName() + ": " + message);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static boolean isFull(String message) {
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded")
                || message.contains("File too large")
                || message.contains("There is not enough space on the disk");
    }
}
