package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.wire.Invocation;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log of one attempt: the lines of its logger, and those that code of the task writes to {@code java.util.logging}
 * and to the standard streams. If the log has a limit, its beginning and its end are kept, because the end usually
 * explains a failure. Thread-safe.
 */
final class AttemptLog implements AutoCloseable {

    /** The log of the action that the thread works for; inherited by threads that the task starts. */
    private static final InheritableThreadLocal<@Nullable AttemptLog> CURRENT = new InheritableThreadLocal<>();

    /** The longest message; a longer one is truncated. A log event is limited to 256 KB, and a character has up to 4 bytes. */
    private static final int MOST_CHARACTERS = 32_768;

    /** The longest line of a stream, in bytes; a longer one continues on a new line. */
    private static final int LONGEST_LINE = 16_384;

    /** The size of a line without its message, approximately. */
    private static final int LINE_BYTES = 32;

    /** The part of the limit that is reserved for the end of the log. */
    private static final int TAIL = 4;

    // The input of the action is not kept here, because threads that a task leaves behind keep this object reachable.
    private final String runId;
    private final String workflow;
    private final String node;
    private final List<Long> path;
    private final String label;
    private final int attempt;
    private final InstantSource clock;
    private final LogSink sink;
    private final long limit;
    private final Map<System.Logger.Level, LineBuffer> streams = new EnumMap<>(System.Logger.Level.class);
    private final Deque<LogLine> tail = new ArrayDeque<>(1);
    private long written;
    private long tailBytes;
    private long omitted;
    private boolean closed;

    /** @param limit the maximum size of the log in bytes, without the failure of the attempt */
    AttemptLog(Invocation action, int attempt, InstantSource clock, LogSink sink, long limit) {
        this.runId = action.run().id();
        this.workflow = action.workflow();
        this.node = action.node();
        this.path = action.path();
        this.label = action.labels().name();
        this.attempt = attempt;
        this.clock = clock;
        this.sink = sink;
        this.limit = limit;
    }

    /** Returns the log of the action that the calling thread works for; null if it works for none that is running. */
    static @Nullable AttemptLog current() {
        AttemptLog log = CURRENT.get();
        return log == null || log.isClosed() ? null : log;
    }

    /** Makes this the log of the calling thread until {@link #leave}. */
    void enter() {
        TaskStreams.restore();
        CURRENT.set(this);
    }

    /** Ends the work of the calling thread for an action. */
    static void leave() {
        CURRENT.remove();
    }

    /** Writes a line of a logger. */
    void write(System.Logger.Level level, String message, @Nullable Throwable thrown) {
        add(line(level, message, thrown));
    }

    /** Writes bytes of a standard stream, which become lines of that level. */
    synchronized void print(System.Logger.Level level, byte[] bytes, int from, int count) {
        streams.computeIfAbsent(level, unused -> new LineBuffer(LONGEST_LINE))
                .add(bytes, from, count, text -> add(line(level, text, null)));
    }

    /** Writes the failure of the attempt, which is kept although the log has a limit. */
    synchronized void failed(String message, @Nullable Throwable thrown) {
        flush();
        sink.write(line(System.Logger.Level.ERROR, message, thrown));
    }

    /** Ends the log. Threads that the task has left behind cannot write to it any more. */
    @Override
    public synchronized void close() {
        closed = true;
        flush();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void flush() {
        streams.forEach((level, buffer) -> buffer.flush(text -> add(line(level, text, null))));
        if (omitted > 0) {
            sink.write(line(
                    System.Logger.Level.WARNING,
                    omitted + (omitted == 1 ? " line is" : " lines are")
                            + " omitted here, because the log of an attempt has at most " + limit / 1_024 + " KB.",
                    null));
        }
        tail.forEach(sink::write);
        tail.clear();
        tailBytes = 0;
        omitted = 0;
    }

    private synchronized void add(LogLine line) {
        long size = size(line);
        if (tail.isEmpty() && omitted == 0 && written + size <= limit - limit / TAIL) {
            written += size;
            sink.write(line);
            return;
        }
        written = Long.MAX_VALUE / 2; // Shorter lines that would still fit must not overtake the tail.
        tail.add(line);
        tailBytes += size;
        while (tailBytes > limit / TAIL && !tail.isEmpty()) {
            tailBytes -= size(tail.remove());
            omitted++;
        }
    }

    private static long size(LogLine line) {
        String stack = line.stack();
        return LINE_BYTES + bytes(line.message()) + (stack == null ? 0 : bytes(stack));
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private LogLine line(System.Logger.Level level, String message, @Nullable Throwable thrown) {
        return new LogLine(
                clock.instant(),
                level,
                runId,
                workflow,
                node,
                path,
                attempt,
                bounded(message),
                thrown == null ? null : thrown.getClass().getName(),
                thrown == null ? null : StackText.of(thrown),
                label);
    }

    private static String bounded(String message) {
        if (message.length() <= MOST_CHARACTERS) {
            return message;
        }
        int end =
                Character.isHighSurrogate(message.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return message.substring(0, end) + "... (" + message.length() + " characters)";
    }
}
