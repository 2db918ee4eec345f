package dev.anabranch.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * The context of one attempt at an action: its identity, its remaining time, its logger, the files of its run, and what
 * the attempt reports to people: progress, metrics and a report.
 *
 * <p>Any thread may report. The record of the action keeps what its latest attempt has reported, also if the attempt
 * fails. Calls after the attempt has ended have no effect.
 */
public interface TaskContext {

    /** Returns the id of the run. */
    String runId();

    /** Returns the name of the workflow. */
    String workflow();

    /** Returns the name of the node in the workflow's graph. */
    String node();

    /** Returns the indexes of this action, outermost fan-out first; empty outside any fan-out. */
    List<Long> path();

    /** Returns the index in the innermost fan-out, from 0; empty outside any fan-out. */
    default OptionalLong index() {
        List<Long> path = path();
        return path.isEmpty() ? OptionalLong.empty() : OptionalLong.of(path.get(path.size() - 1));
    }

    /** Returns the number of this attempt: 1 for the first attempt, 2 for the first retry. */
    int attempt();

    /**
     * Returns the id of this attempt's callback, with which an outside system completes the action, fails it or sends
     * heartbeats: text of letters, digits and {@code - _ .} that cannot be guessed. Each attempt has another one; those
     * of earlier attempts are then refused. The run API accepts it only in the body of a request. Pass it to the system
     * that does the work, and do not log it.
     *
     * @throws IllegalStateException if the workflow calls the task with {@code flow.call} or {@code flow.map} instead of
     *     {@code flow.callback}
     */
    default String callbackId() {
        throw new IllegalStateException("The node `" + node()
                + "` has no callback, because the workflow calls its task as a call. Use `flow.callback` instead.");
    }

    /** Returns the time until this attempt times out; never negative. */
    Duration timeLeft();

    /**
     * Returns a logger whose lines name the run and the action. What the task writes to {@code java.util.logging} and to
     * the standard streams belongs to the same log. Do not log payloads: logs are often readable by more people than
     * results are.
     */
    System.Logger logger();

    /**
     * Reports how much of the work is done, for people who look at the run. Only the latest call counts; {@code done} may
     * decrease, and may exceed {@code total}. Call it as often as you like: an attempt that takes longer than five seconds
     * records its progress at most every five seconds, during such a call; any other attempt only when it ends. The
     * progress of an item of a batch is recorded only when the item has ended. By default, it does nothing.
     *
     * @param done the number of finished parts, at least 0
     * @param total the number of all parts, at least 0
     * @throws IllegalArgumentException if a number is negative
     */
    default void progress(long done, long total) {}

    /**
     * Adds a value to a metric of the action, such as an error rate or a number of rows. The run API, {@code anabranch
     * status} and the console show count, sum, minimum, maximum and mean of all values of a fan-out. The values are
     * recorded when the attempt ends, with the write that records the result or failure. If the function dies before,
     * they are lost. By default, it does nothing.
     *
     * @param name the name: 1 to 40 of the letters a to z and A to Z, digits, {@code -}, {@code _} and {@code .},
     *     beginning with a letter. An action has at most 16 names
     * @param value a finite number
     * @throws IllegalArgumentException if the name is invalid or the 17th, or if the value is infinite or NaN
     */
    default void metric(String name, double value) {}

    /**
     * Sets the report of the action: a text in Markdown for people, with headings, lists, tables, code, links and
     * images. The name of a file that this action has written with {@link #write} is the address of an image, as in
     * {@code ![Map](map.png)}; images from elsewhere and HTML are shown as text. A later call replaces the report. It is
     * recorded when the attempt ends. If the function dies before, it is lost. By default, it does nothing.
     *
     * @param markdown the text, at most 256 KB of UTF-8
     * @throws IllegalArgumentException if the text is too large
     */
    default void report(String markdown) {}

    /** Returns the settings and secrets of the task. */
    TaskSettings settings();

    /**
     * Writes a file of the run. The file is complete when this method returns; if it throws, no file is stored.
     *
     * @param name the file's name, such as {@code map.png}: 1 to 200 bytes of UTF-8 that are a valid file name on
     *     Linux, macOS and Windows, that is without path separators, control characters and <code>&lt;&gt;:"|?*</code>,
     *     without a leading space, without a trailing space or dot, and not a device name such as {@code nul}
     * @param mediaType the media type, such as {@code image/png}
     * @param writer writes the content
     * @return the reference to the file
     * @throws IllegalArgumentException if the name is invalid, or if this attempt has already written a file of that
     *     name
     * @throws IOException if {@code writer} throws it, or if the temporary file cannot be written
     */
    Blob write(String name, String mediaType, BlobWriter writer) throws IOException;

    /**
     * Opens a file of a run for reading. The caller closes the stream.
     *
     * @throws IllegalArgumentException if the key of {@code blob} is not that of a file
     */
    InputStream open(Blob blob) throws IOException;

    /** Writes the content of a file. */
    @FunctionalInterface
    interface BlobWriter {
        /** Writes all bytes to {@code out}. Closing it is optional. */
        void writeTo(OutputStream out) throws IOException;
    }
}
