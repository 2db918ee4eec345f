package dev.anabranch.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The context of one attempt at an action: its identity, its remaining time, its logger and the files of its run. */
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
