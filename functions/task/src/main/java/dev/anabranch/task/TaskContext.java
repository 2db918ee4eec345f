package dev.anabranch.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Which action this is, how long it may still take, and the files of its run. */
public interface TaskContext {

    /** The run that this action belongs to. */
    String runId();

    /** The name of the workflow. */
    String workflow();

    /** The name of the node in the workflow's graph. */
    String node();

    /** The indexes of this action, outermost fan-out first; empty outside any fan-out. */
    List<Long> path();

    /** The index in the innermost fan-out, from 0; empty outside any fan-out. */
    default OptionalLong index() {
        List<Long> path = path();
        return path.isEmpty() ? OptionalLong.empty() : OptionalLong.of(path.get(path.size() - 1));
    }

    /** 1 for the first attempt, 2 for the first retry. */
    int attempt();

    /** The time until this attempt is ended from outside; never negative. */
    Duration timeLeft();

    /** Writes lines that carry the run and the action. Payloads belong in results, not here. */
    System.Logger logger();

    /**
     * Writes a file of the run. It is complete once this returns; on an exception nothing is kept.
     *
     * @param name how a person would call the file, such as {@code map.png}, with at most 200 bytes of UTF-8; it must be a file's name on
     *     Linux, macOS and Windows: no path separators, control characters or <code>&lt;&gt;:"|?*</code>, no dot or blank at its end, no
     *     blank at its beginning, and no name of a device such as {@code nul}
     * @param mediaType such as {@code image/png}
     * @throws IllegalArgumentException if the name is not allowed, or if this action has written it already
     */
    Blob write(String name, String mediaType, BlobWriter writer) throws IOException;

    /** Opens a file for reading; the caller closes it. */
    InputStream open(Blob blob) throws IOException;

    /** Writes the bytes of a file. */
    @FunctionalInterface
    interface BlobWriter {
        /** Writes all bytes; need not close the stream. */
        void writeTo(OutputStream out) throws IOException;
    }
}
